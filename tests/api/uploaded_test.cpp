#include "tests/api/bad_input.hpp"

#include <string>
#include <vector>

namespace shenyi::tests {
namespace {

namespace json = boost::json;

/// Documents as they are uploaded, and what each reader is told of them.
class Uploaded : public BadInput {
  protected:
    HttpAnswer upload(const std::string& login, const std::string& bytes, const std::string& disposition,
                      const std::string& type = "text/plain", const char* language = "zh-CN") {
        HeaderList headers{{"Authorization", "Bearer " + server_.token(login)}, {"Accept-Language", language}};
        if (!type.empty()) headers.emplace_back("Content-Type", type);
        if (!disposition.empty()) headers.emplace_back("Content-Disposition", disposition);
        return HttpClient(server_.port()).request("POST", "/api/v1/documents", headers, bytes);
    }
    static std::string member(const HttpAnswer& answer, const char* name) {
        return std::string(json::parse(answer.body).at(name).as_string());
    }
    void name_is_refused(const std::string& disposition) {
        SCOPED_TRACE(disposition);
        const json::value body = refused("upload_document", upload("drafter", "text", disposition), 400, "malformed");
        EXPECT_EQ(body.at("errors").at(0).at("parameter"), "Content-Disposition");
    }
};

TEST_P(Uploaded, keep_their_names) {
    const std::vector<std::pair<std::string, std::string>> names{
        {"attachment; filename*=UTF-8''%E5%8A%9E%E6%B3%95.txt", "办法.txt"},
        {"attachment; filename=\"plain.txt\"; filename*=utf-8'zh'%E5%8A%9E.txt", "办.txt"},
        {"attachment; filename=\"with \\\"quotes\\\"; and more.txt\"", "with \"quotes\"; and more.txt"},
        {"attachment; FileName=token.txt ; size=4", "token.txt"},
        {"attachment; filename=\"" + std::string(255, 'n') + "\"", std::string(255, 'n')},
        {"attachment", "document"},
        {"", "document"},
    };
    for (const auto& [disposition, name] : names) {
        const auto answer = upload("drafter", disposition + " ", disposition);
        ASSERT_EQ(answer.status, 201) << answer.body;
        EXPECT_EQ(member(answer, "name"), name);
        const auto kept = server_.get("drafter", "/documents/" + member(answer, "id"));
        EXPECT_EQ(kept.status, 200);
    }
}

TEST_P(Uploaded, under_names_that_are_none_are_refused) {
    begin();
    for (const std::string& disposition :
         {std::string("attachment; filename*=UTF-8''%ff%fe.txt"), std::string("attachment; filename=\"\xff\xfe.txt\""),
          std::string("attachment; filename*=UTF-8''%2Fetc%2Fpasswd"), std::string("attachment; filename=\"C:/a.txt\""),
          std::string("attachment; filename*=UTF-8''a%5Cb"), std::string("attachment; filename=\"..\""),
          std::string("attachment; filename*=UTF-8''a%0Ab"), std::string("attachment; filename*=UTF-8''a%00b"),
          std::string("attachment; filename*=UTF-8''%E2%80%AEfdp.txt"), std::string("attachment; filename=\"   \""),
          std::string("attachment; filename=\"\""), "attachment; filename=\"" + std::string(256, 'n') + "\"",
          std::string("attachment; filename*=ISO-8859-1''a.txt"), std::string("attachment; filename*=UTF-8''%zz"),
          std::string("attachment; filename=\"a.txt"), std::string("attachment; filename=a; filename=b")}) {
        name_is_refused(disposition);
    }
    const json::value told =
        json::parse(upload("drafter", "text", "attachment; filename=\"a/b\"", "text/plain", "en").body);
    EXPECT_EQ(told.at("errors").at(0).at("message"), "The file name must not hold / or \\ and must not be . or ...");
}

TEST_P(Uploaded, twice_tell_the_second_person_nothing_of_the_first) {
    const auto first = upload("drafter", "%PDF-1.7 same", "attachment; filename*=UTF-8''%E6%9C%BA%E5%AF%86.txt");
    const auto second = upload("visits", "%PDF-1.7 same", "attachment; filename=\"mine.pdf\"", "application/pdf");
    EXPECT_EQ(member(second, "name"), "mine.pdf");
    EXPECT_EQ(member(second, "media_type"), "application/pdf");
    const std::string at = "/documents/" + member(first, "id");
    const auto read = server_.get("visits", at);
    EXPECT_EQ(read.header("Content-Type"), "application/pdf");
    EXPECT_EQ(read.header("Content-Disposition"), "attachment; filename*=UTF-8''mine.pdf");
    EXPECT_EQ(server_.get("drafter", at).header("Content-Type"), "text/plain");
    EXPECT_EQ(server_.get("chief", at).status, 404);
}

TEST_P(Uploaded, of_a_type_that_is_not_taken_are_refused) {
    begin();
    for (const char* type : {"text/html", "image/svg+xml", "garbage", "application/xhtml+xml", "text/xml", "*/*"}) {
        SCOPED_TRACE(type);
        refused("upload_document", upload("drafter", "<p>", "", type), 415, "unsupported_media_type");
    }
    for (const char* type : {"application/pdf", "image/png", "application/msword", "application/zip"}) {
        SCOPED_TRACE(type);
        refused("upload_document", upload("drafter", "not what it says", "", type), 415, "unsupported_media_type");
        refused("upload_document", upload("drafter", "no", "", type), 415, "unsupported_media_type");
    }
    faulty("upload_document", upload("drafter", "", ""), {{"", "value"}});
    EXPECT_EQ(upload("drafter", "%PDF-1.4\n", "", "Application/PDF; x=y").status, 201);
    EXPECT_EQ(upload("drafter", std::string("PK\x03\x04", 4), "", "application/ofd").status, 201);
    EXPECT_EQ(upload("drafter", "any bytes", "", "").status, 201);
}

/// Whoever names the charset is taken at his word; whoever names none may bring a text in GBK.
TEST_P(Uploaded, as_text_in_a_charset_that_they_are_not_in_are_refused) {
    begin();
    const std::vector<std::pair<const char*, std::string>> wrong{
        {"text/plain; charset=utf-8", "\xff\xfe"},       {"text/plain; charset=utf-8", std::string("a\0b", 3)},
        {"text/plain;charset=\"UTF-8\"", "\xc0\xaf"},    {"text/markdown; charset=utf-8", "\xed\xa0\x80"},
        {"text/plain; charset=utf-8", "第一条\xe7\xac"}, {"text/csv; charset=us-ascii", "第一条"},
    };
    for (const auto& [type, bytes] : wrong) {
        SCOPED_TRACE(type + (": " + bytes));
        refused("upload_document", upload("drafter", bytes, "", type), 415, "unsupported_media_type");
    }
    EXPECT_EQ(upload("drafter", "\xef\xbb\xbf第一条 目的。\r\n\t𠮷", "", "text/plain; charset=utf-8").status, 201);
    EXPECT_EQ(upload("drafter", "Article 1", "", "text/plain; charset=us-ascii").status, 201);
    EXPECT_EQ(upload("drafter", "\xb5\xda\xd2\xbb\xcc\xf5", "", "text/plain; charset=gb18030").status, 201);
    EXPECT_EQ(upload("drafter", "\xb5\xda\xd2\xbb\xcc\xf6", "", "text/plain").status, 201);
    EXPECT_EQ(upload("drafter", std::string("\0\1\2", 3), "", "application/octet-stream").status, 201);
}

ON_BOTH_DATABASES(Uploaded);

}  // namespace
}  // namespace shenyi::tests
