#pragma once

#include <string_view>

namespace shenyi::api {

/// Looks at a document piece by piece, whether it is the text that its Content-Type says: of a type `text/…` with the
/// charset UTF-8 or US-ASCII the bytes must be well-formed in it and hold no NUL. Any bytes fit another charset, or
/// none named: an office's older texts are in GBK, and no browser says so.
class DeclaredText {
  public:
    explicit DeclaredText(std::string_view content_type);

    /// False once it cannot be that text any more.
    bool take(std::string_view piece);
    /// Whether what was taken ends with a whole character.
    bool whole() const { return awaited_ == 0; }

  private:
    enum class Charset { any, ascii, utf8 };

    bool take_one(unsigned char byte);
    bool begin(unsigned char byte);

    Charset charset_ = Charset::any;
    int awaited_ = 0;  ///< bytes of a character that are still to come, the next one in these bounds
    unsigned char least_ = 0x80;
    unsigned char most_ = 0xbf;
};

}  // namespace shenyi::api
