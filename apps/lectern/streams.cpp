#include "streams.hpp"

#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace lectern::app {

void prepare_streams() {
    for (int const stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (::fcntl(stream, F_GETFD) != -1) continue;
        // The lowest free number is this one. The wrong direction: what is written must not count as written.
        (void)::open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY);
    }
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
}

void end_at_closed_pipe() {
    std::signal(SIGPIPE, SIG_DFL);
    (void)std::raise(SIGPIPE);
    ::_exit(128 + SIGPIPE);
}

}  // namespace lectern::app
