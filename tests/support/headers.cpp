// Owns the headers that are read once for all tests (tests/CMakeLists.txt).
