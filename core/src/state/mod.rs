//! Typed repositories over the [`store`](crate::store): what is kept, under which key, in which form.
