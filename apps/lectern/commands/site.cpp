#include "site.hpp"

#include "../commands.hpp"
#include "../environment.hpp"
#include "../workspace.hpp"

#include <lectern/archive/site.hpp>
#include <lectern/core/text.hpp>

#include <fmt/format.h>

#include <memory>

namespace lectern::app {
namespace {

struct MakeSiteOptions {
    ConfigOptions config;
    bool rebuild = false;
    bool open = false;
};

SiteAbstracts abstracts_of(std::string const& word) {
    if (word == "none") return SiteAbstracts::none;
    return word == "full" ? SiteAbstracts::open : SiteAbstracts::folded;
}

ExitCode site(MakeSiteOptions const& options, Console& console) {
    auto const config = load(options.config);
    if (!config) return console.fail(config.error());
    // No run writes digests meanwhile.
    auto const workspace = Workspace::open(*config, console, false);
    if (!workspace) return console.fail(workspace.error());
    auto const made = update_site(**workspace, console, options.rebuild);
    if (!made) return console.fail(made.error());
    print_site(*made, *config, console);
    if (options.open) {
        auto const page = std::filesystem::absolute(config->output.dir / "site/index.html");
        if (auto const opened = open_in_browser("file://" + page.string()); !opened)
            return console.fail(opened.error());
    }
    return made->warnings.empty() ? ExitCode::done : ExitCode::partial;
}

}  // namespace

Result<SiteReport> update_site(Workspace& workspace, Console const& console, bool rebuild) {
    Config const& config = workspace.config();
    auto saved = saved_papers(workspace.store(), workspace.store());
    if (!saved) return saved.error();
    SiteOptions const look{config.site.title,
                           config.site.url,
                           abstracts_of(config.site.abstracts),
                           config.site.templates,
                           config.site.style,
                           std::move(*saved),
                           rebuild};
    auto made = make_site(config.output.dir, look);
    if (!made) return made.error();
    for (std::string const& warning : made->warnings) console.log().warning(warning);
    return made;
}

void print_site(SiteReport const& report, Config const& config, Console const& console) {
    console.print(fmt::format("{}: {}, {} of them made; {} written, {} removed",
                              (config.output.dir / "site/index.html").string(),
                              text::counted(report.days, "day"), report.made,
                              text::counted(report.written, "file"), report.removed));
}

void add_site(Command const& program) {
    auto const options = std::make_shared<MakeSiteOptions>();
    Command const command = program.command("site", "Make a static site of all digests, below out/site");
    command.example("lectern site");
    command.flag("--rebuild", options->rebuild, "Make every page again, not only what has changed");
    command.flag("--open", options->open, "Open it in the browser");
    add_config_options(command, options->config);
    command.does(options, site);
}

}  // namespace lectern::app
