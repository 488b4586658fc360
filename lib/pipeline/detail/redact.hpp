#pragma once

#include <lectern/core/digest.hpp>
#include <lectern/core/redactor.hpp>

namespace lectern {

/// Takes secrets out of whatever a digest has from services and from the configuration: comments, topics, reasons,
/// steps, warnings, the prompt. Papers are arXiv's text and stay as they are.
void redact(Digest& digest, Redactor const& redactor);

}  // namespace lectern
