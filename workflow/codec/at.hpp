#pragma once

#include <string>
#include <string_view>

namespace shenyi::workflow::codec {

/// A place in a JSON tree: a linked list on the stack, turned into a pointer only when something is wrong there.
class At {
  public:
    /// The whole document.
    At() = default;
    /// A member of an object. The name must outlive this.
    At(const At& above, std::string_view member) : above_(&above), member_(member) {}
    /// An element of an array, counted from 0.
    At(const At& above, std::size_t index) : above_(&above), index_(index), element_(true) {}

    /// RFC 6901: `/points/1/text`; the whole document is the empty string.
    std::string pointer() const {
        if (above_ == nullptr) return {};
        std::string out = above_->pointer();
        out += '/';
        if (element_) return out += std::to_string(index_);
        for (const char c : member_) {
            if (c == '~')
                out += "~0";
            else if (c == '/')
                out += "~1";
            else
                out += c;
        }
        return out;
    }

  private:
    const At* above_ = nullptr;
    std::string_view member_;
    std::size_t index_ = 0;
    bool element_ = false;
};

}  // namespace shenyi::workflow::codec
