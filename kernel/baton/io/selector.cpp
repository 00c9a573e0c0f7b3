#include <algorithm>
#include <baton/io/selector.hpp>

namespace baton {

namespace {

struct Meaning {
    StreamEvents flag;
    StreamCase::Event event;
};
constexpr Meaning kMeanings[] = {{StreamEvents::read, StreamCase::Event::readable},
                                 {StreamEvents::write, StreamCase::Event::writable},
                                 {StreamEvents::error, StreamCase::Event::failed}};

// Which of the events that are asked for have happened.
StreamEvents happened(const SelectorKey& key) {
    StreamEvents found = StreamEvents::none;
    for (const Meaning& meaning : kMeanings)
        if ((key.events & meaning.flag) != StreamEvents::none && StreamCase(*key.stream, meaning.event).is_ready())
            found = found | meaning.flag;
    return found;
}

}  // namespace

SelectorKey* BasicSelector::find_key(const Stream& stream) {
    const auto used = keys_.first(size_);
    const auto found = std::ranges::find(used, &stream, &SelectorKey::stream);
    return found == used.end() ? nullptr : &*found;
}

const SelectorKey* BasicSelector::find(const Stream& stream) const {
    return const_cast<BasicSelector*>(this)->find_key(stream);
}

Status BasicSelector::register_stream(Stream& stream, StreamEvents events, void* data) {
    if (events == StreamEvents::none || find_key(stream))
        return Status::invalid;
    if (size_ == keys_.size())
        return Status::no_memory;
    keys_[size_++] = {&stream, events, data};
    return Status::ok;
}

Status BasicSelector::modify(Stream& stream, StreamEvents events, void* data) {
    SelectorKey* const key = find_key(stream);
    if (events == StreamEvents::none || !key)
        return Status::invalid;
    *key = {&stream, events, data};
    return Status::ok;
}

Status BasicSelector::unregister(Stream& stream) {
    SelectorKey* const key = find_key(stream);
    if (!key)
        return Status::invalid;
    std::ranges::move(key + 1, keys_.data() + size_, key);  // the others keep their order
    --size_;
    return Status::ok;
}

Result<std::size_t> BasicSelector::select(std::span<SelectorKey> ready, Timeout timeout) {
    const Timeout limit = timeout.absolute();
    for (;;) {
        if (const std::size_t count = collect(ready); count > 0)
            return count;
        const std::size_t cases = make_cases();
        const Selected selected = select_among(pointers_.first(cases), nodes_.first(cases), limit);
        if (selected.status == Status::timeout)
            return 0;
        if (!selected.is_case())
            return Unexpected(selected.status);
    }
}

std::size_t BasicSelector::collect(std::span<SelectorKey> ready) {
    std::size_t count = 0;
    for (std::size_t step = 0; step < size_ && count < ready.size(); ++step) {
        const std::size_t index = (next_ + step) % size_;
        SelectorKey found = keys_[index];
        found.events = happened(found);
        if (found.events == StreamEvents::none)
            continue;
        ready[count++] = found;
        if (count == ready.size())
            next_ = index + 1;
    }
    return count;
}

// A case for each event that is asked for; how many.
std::size_t BasicSelector::make_cases() {
    std::size_t count = 0;
    for (const SelectorKey& key : keys_.first(size_)) {
        for (const Meaning& meaning : kMeanings) {
            if ((key.events & meaning.flag) == StreamEvents::none)
                continue;
            cases_[count].set(*key.stream, meaning.event);
            pointers_[count] = &cases_[count];
            ++count;
        }
    }
    return count;
}

}  // namespace baton
