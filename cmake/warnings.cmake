# Warnings are errors on our own targets only: every room links shenyi_warnings privately.
add_library(shenyi_warnings INTERFACE)
target_compile_options(shenyi_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Woverloaded-virtual -Werror
  # False alarms of GCC 12: Asio's allocators at -O1 and up; fences under the thread sanitizer;
  # fields of a designated initializer that keep their default, which is what they are for.
  -Wno-missing-field-initializers
  $<$<CXX_COMPILER_ID:GNU>:-Wno-mismatched-new-delete -Wno-tsan -Wno-maybe-uninitialized -Wno-restrict>)

if(SHENYI_SANITIZE)
  add_compile_options(-fsanitize=${SHENYI_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${SHENYI_SANITIZE})
endif()
if(SHENYI_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
