// What the operations of all hosts have in common.
#ifndef GIGAHOST_OPERATIONS_HPP
#define GIGAHOST_OPERATIONS_HPP

#include "transfer.hpp"

namespace gigahost {

namespace detail {

/// The base of the classes that hold the operations of a host.
class operations {
public:
    /// The operations of a session.
    operations(const gigahost_session *session) noexcept : session_(session) {}

protected:
    template <class Function, class... In> value ask(Function function, In... in) const {
        return detail::ask<value>(function, session_, in...);
    }

    const gigahost_session *session_;
};

} // namespace detail

} // namespace gigahost

#endif // GIGAHOST_OPERATIONS_HPP
