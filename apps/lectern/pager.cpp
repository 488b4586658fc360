#include "pager.hpp"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <sys/ioctl.h>
#include <unistd.h>

namespace lectern::app {
namespace {

/// The pager's command; empty: print directly.
std::string pager_command() {
    for (char const* const name : {"LECTERN_PAGER", "PAGER"}) {
        if (char const* const value = std::getenv(name)) return value == std::string("cat") ? "" : value;
    }
    return "less -FRX";
}

/// Lets a pager that is left early end the pipe without ending this process.
class IgnoredBrokenPipe {
public:
    IgnoredBrokenPipe() : before_(std::signal(SIGPIPE, SIG_IGN)) {}
    IgnoredBrokenPipe(IgnoredBrokenPipe const&) = delete;
    IgnoredBrokenPipe& operator=(IgnoredBrokenPipe const&) = delete;
    ~IgnoredBrokenPipe() { (void)std::signal(SIGPIPE, before_); }

private:
    void (*before_)(int);
};

/// \return whether the pager showed the text: the shell gives 127 for a command that it cannot find
bool page(std::string const& command, std::string const& text) {
    constexpr int not_found = 127;
    IgnoredBrokenPipe const scope;
    // The user's own command, as git runs it.
    std::FILE* const pipe = ::popen(command.c_str(), "w");  // NOLINT(cert-env33-c)
    if (!pipe) return false;
    (void)std::fwrite(text.data(), 1, text.size(), pipe);  // a pager that is left early takes no more
    int const status = ::pclose(pipe);
    return !(WIFEXITED(status) && WEXITSTATUS(status) == not_found);
}

}  // namespace

bool wants_color(Console const& console) {
    char const* const none = std::getenv("NO_COLOR");
    char const* const term = std::getenv("TERM");
    bool const refused = (none && *none) || (term && term == std::string("dumb"));
    return console.writes_to_terminal() && !refused;
}

std::size_t terminal_width(std::size_t most) {
    constexpr std::size_t usual = 80;
    winsize size{};
    bool const known = ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    return known ? std::min<std::size_t>(size.ws_col, most) : usual;
}

void print_paged(std::string const& text, Console const& console) {
    std::string const safe = console.redactor().redact(text);
    std::string const command = console.writes_to_terminal() ? pager_command() : std::string();
    if (command.empty() || !page(command, safe)) console.write(safe);
}

}  // namespace lectern::app
