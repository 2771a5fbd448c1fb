#pragma once

#include <sys/types.h>

#include <filesystem>
#include <memory>
#include <string>

namespace shenyi::tests {

/// A PostgreSQL cluster for tests, one for the process: either the one that SHENYI_TEST_POSTGRESQL names (a superuser's
/// URL), or a private one, made in a temporary folder at first use, listening on 127.0.0.1 alone, stopped and removed
/// when the process ends (or killed by the kernel when it crashes). What is committed in it need not survive anything.
class Cluster {
  public:
    static Cluster& shared();
    /// Another one, always private and gone with its owner: for what must be the first in its cluster.
    static std::unique_ptr<Cluster> fresh();
    ~Cluster();

    /// The superuser's URL of a database of this name.
    std::string url(const std::string& database) const;

    Cluster(const Cluster&) = delete;
    Cluster& operator=(const Cluster&) = delete;

  private:
    Cluster() = default;

    void make();
    bool start();

    std::filesystem::path folder_;
    std::string before_name_;  // of a URL
    std::string after_name_;
    pid_t server_ = 0;
    int messages_ = -1;  // what the server says; closed before it ends, its next word would kill it
};

}  // namespace shenyi::tests
