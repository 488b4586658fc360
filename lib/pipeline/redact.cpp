#include "detail/redact.hpp"

#include <string>
#include <utility>
#include <vector>

namespace lectern {
namespace {

class DigestRedactor {
public:
    explicit DigestRedactor(Redactor const& redactor) : redactor_(redactor) {}

    void apply(std::string& text) const { text = redactor_.redact(std::move(text)); }
    void apply(std::vector<std::string>& texts) const {
        for (std::string& text : texts) apply(text);
    }
    void apply(DigestEntry& entry) const {
        apply(entry.reason);
        apply(entry.summary);
        if (!entry.score) return;
        apply(entry.score->comment);
        apply(entry.score->topics);
        apply(entry.score->terms);
        apply(entry.score->rejection_reason);
    }
    void apply(Decision& decision) const {
        apply(decision.reason);
        apply(decision.steps);
    }

private:
    Redactor const& redactor_;
};

}  // namespace

void redact(Digest& digest, Redactor const& redactor) {
    DigestRedactor const secrets(redactor);
    secrets.apply(digest.scorer);
    secrets.apply(digest.warnings);
    secrets.apply(digest.prompt.system);
    secrets.apply(digest.prompt.user);
    for (DigestEntry& entry : digest.entries) secrets.apply(entry);
    for (Decision& decision : digest.decisions) secrets.apply(decision);
}

}  // namespace lectern
