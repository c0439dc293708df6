//! `wasi:io` for a guest that must not wait: what is possible at once is done, the rest is a trap.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use wasmtime::component::{HasData, Resource, ResourceTable};
use wasmtime::{Result, format_err};
use wasmtime_wasi::p2::bindings::sync::io::{poll, streams};
use wasmtime_wasi::p2::{DynInputStream, DynOutputStream, DynPollable, StreamError, StreamResult};
use wasmtime_wasi::runtime::with_ambient_tokio_runtime;
use wasmtime_wasi_io::bindings::wasi::io::poll as waiting_poll;
use wasmtime_wasi_io::bindings::wasi::io::streams::{self as waiting, HostInputStream, HostOutputStream};

use super::capabilities::CallHost;

/// For what needs the resources alone.
pub struct Table;

impl HasData for Table {
    type Data<'a> = &'a mut ResourceTable;
}

/// For what would wait.
pub struct NoWaiting;

impl HasData for NoWaiting {
    type Data<'a> = NeverWaits<'a>;
}

/// The resources of a call, seen by functions that never wait.
pub struct NeverWaits<'a>(&'a mut ResourceTable);

impl<'a> NeverWaits<'a> {
    /// The view of a call's host.
    pub fn of(host: &'a mut CallHost) -> Self {
        Self(&mut host.resources)
    }
}

/// The result of a future that is ready at its first poll. Timers want to see a tokio runtime.
fn at_once<T>(future: impl Future<Output = T>) -> Option<T> {
    let future = pin!(future);
    with_ambient_tokio_runtime(|| match future.poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => Some(value),
        Poll::Pending => None,
    })
}

const WAITED: &str = "it waits, for time or for input; a plugin answers at once";

fn stream<T>(future: impl Future<Output = StreamResult<T>>) -> StreamResult<T> {
    at_once(future).unwrap_or_else(|| Err(StreamError::trap(WAITED)))
}

fn plain<T>(future: impl Future<Output = Result<T>>) -> Result<T> {
    at_once(future).unwrap_or_else(|| Err(format_err!("{WAITED}")))
}

impl poll::Host for NeverWaits<'_> {
    fn poll(&mut self, pollables: Vec<Resource<DynPollable>>) -> Result<Vec<u32>> {
        plain(waiting_poll::Host::poll(self.0, pollables))
    }
}

impl poll::HostPollable for NeverWaits<'_> {
    fn ready(&mut self, pollable: Resource<DynPollable>) -> Result<bool> {
        plain(waiting_poll::HostPollable::ready(self.0, pollable))
    }

    fn block(&mut self, pollable: Resource<DynPollable>) -> Result<()> {
        plain(waiting_poll::HostPollable::block(self.0, pollable))
    }

    fn drop(&mut self, pollable: Resource<DynPollable>) -> Result<()> {
        waiting_poll::HostPollable::drop(self.0, pollable)
    }
}

impl streams::Host for NeverWaits<'_> {
    fn convert_stream_error(&mut self, error: StreamError) -> Result<streams::StreamError> {
        Ok(waiting::Host::convert_stream_error(self.0, error)?.into())
    }
}

impl streams::HostOutputStream for NeverWaits<'_> {
    fn drop(&mut self, stream: Resource<DynOutputStream>) -> Result<()> {
        plain(HostOutputStream::drop(self.0, stream))
    }

    fn check_write(&mut self, stream: Resource<DynOutputStream>) -> StreamResult<u64> {
        HostOutputStream::check_write(self.0, stream)
    }

    fn write(&mut self, stream: Resource<DynOutputStream>, bytes: Vec<u8>) -> StreamResult<()> {
        HostOutputStream::write(self.0, stream, bytes)
    }

    fn blocking_write_and_flush(&mut self, to: Resource<DynOutputStream>, bytes: Vec<u8>) -> StreamResult<()> {
        stream(HostOutputStream::blocking_write_and_flush(self.0, to, bytes))
    }

    fn blocking_write_zeroes_and_flush(&mut self, to: Resource<DynOutputStream>, length: u64) -> StreamResult<()> {
        stream(HostOutputStream::blocking_write_zeroes_and_flush(self.0, to, length))
    }

    fn subscribe(&mut self, stream: Resource<DynOutputStream>) -> Result<Resource<DynPollable>> {
        HostOutputStream::subscribe(self.0, stream)
    }

    fn write_zeroes(&mut self, stream: Resource<DynOutputStream>, length: u64) -> StreamResult<()> {
        HostOutputStream::write_zeroes(self.0, stream, length)
    }

    fn flush(&mut self, stream: Resource<DynOutputStream>) -> StreamResult<()> {
        HostOutputStream::flush(self.0, stream)
    }

    fn blocking_flush(&mut self, to: Resource<DynOutputStream>) -> StreamResult<()> {
        stream(HostOutputStream::blocking_flush(self.0, to))
    }

    fn splice(
        &mut self,
        to: Resource<DynOutputStream>,
        from: Resource<DynInputStream>,
        length: u64,
    ) -> StreamResult<u64> {
        HostOutputStream::splice(self.0, to, from, length)
    }

    fn blocking_splice(
        &mut self,
        to: Resource<DynOutputStream>,
        from: Resource<DynInputStream>,
        length: u64,
    ) -> StreamResult<u64> {
        stream(HostOutputStream::blocking_splice(self.0, to, from, length))
    }
}

impl streams::HostInputStream for NeverWaits<'_> {
    fn drop(&mut self, stream: Resource<DynInputStream>) -> Result<()> {
        plain(HostInputStream::drop(self.0, stream))
    }

    fn read(&mut self, stream: Resource<DynInputStream>, length: u64) -> StreamResult<Vec<u8>> {
        HostInputStream::read(self.0, stream, length)
    }

    fn blocking_read(&mut self, from: Resource<DynInputStream>, length: u64) -> StreamResult<Vec<u8>> {
        stream(HostInputStream::blocking_read(self.0, from, length))
    }

    fn skip(&mut self, stream: Resource<DynInputStream>, length: u64) -> StreamResult<u64> {
        HostInputStream::skip(self.0, stream, length)
    }

    fn blocking_skip(&mut self, from: Resource<DynInputStream>, length: u64) -> StreamResult<u64> {
        stream(HostInputStream::blocking_skip(self.0, from, length))
    }

    fn subscribe(&mut self, stream: Resource<DynInputStream>) -> Result<Resource<DynPollable>> {
        HostInputStream::subscribe(self.0, stream)
    }
}
