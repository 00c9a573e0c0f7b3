// The memory management unit.
#pragma once

namespace baton::hal {

// Switches it on: addresses stay what they are, but what is neither memory nor a device cannot be accessed, nor code be
// written, nor data be executed. Context: start-up.
void start_translation();

}  // namespace baton::hal
