//! `wasi:io`: for a guest on a connection's thread what is possible at once is done, and the rest is a
//! trap; one with a thread of its own waits for as long as its deadline lets it.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use wasmtime::component::{HasData, Resource, ResourceTable};
use wasmtime::{Error, Result, Trap, format_err};
use wasmtime_wasi::p2::bindings::sync::io::{poll, streams};
use wasmtime_wasi::p2::{DynInputStream, DynOutputStream, DynPollable, StreamError, StreamResult};
use wasmtime_wasi::runtime::{in_tokio, with_ambient_tokio_runtime};
use wasmtime_wasi_io::bindings::wasi::io::poll as waiting_poll;
use wasmtime_wasi_io::bindings::wasi::io::streams::{self as waiting, HostInputStream, HostOutputStream};

use super::call_host::CallHost;

/// For what needs the resources alone.
pub struct Resources;

impl HasData for Resources {
    type Data<'a> = &'a mut ResourceTable;
}

/// For what may have to wait.
pub struct MayWait;

impl HasData for MayWait {
    type Data<'a> = Waits<'a>;
}

/// The resources of a call, seen by functions that wait: not at all on a connection's thread, and
/// within what is left of the call's time on one of its own.
pub struct Waits<'a> {
    table: &'a mut ResourceTable,
    limit: Option<Duration>,
}

impl<'a> Waits<'a> {
    /// The view of a call's host.
    pub fn of(host: &'a mut CallHost) -> Self {
        Self {
            limit: host.may_wait.then(|| host.deadline.remaining()),
            table: &mut host.resources,
        }
    }
}

/// A future's result, if it comes within the limit; without one, only if it is there at the first
/// poll. Timers want to see a tokio runtime.
fn within<T>(limit: Option<Duration>, future: impl Future<Output = T>) -> Result<T> {
    let Some(limit) = limit else {
        let future = pin!(future);
        return with_ambient_tokio_runtime(|| match future.poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(value) => Ok(value),
            Poll::Pending => Err(format_err!(
                "it waits, for time or for input; a plugin without outgoing HTTP answers at once"
            )),
        });
    };
    // The timer is made inside, where there is a runtime.
    let waiting = async move { tokio::time::timeout(limit, future).await };
    // The same as a guest that computes for too long: it is not asked again.
    in_tokio(waiting).map_err(|_| Error::from(Trap::Interrupt))
}

fn stream<T>(limit: Option<Duration>, future: impl Future<Output = StreamResult<T>>) -> StreamResult<T> {
    within(limit, future).unwrap_or_else(|reason| Err(StreamError::Trap(reason)))
}

fn plain<T>(limit: Option<Duration>, future: impl Future<Output = Result<T>>) -> Result<T> {
    within(limit, future).unwrap_or_else(Err)
}

impl poll::Host for Waits<'_> {
    fn poll(&mut self, pollables: Vec<Resource<DynPollable>>) -> Result<Vec<u32>> {
        plain(self.limit, waiting_poll::Host::poll(self.table, pollables))
    }
}

impl poll::HostPollable for Waits<'_> {
    fn ready(&mut self, pollable: Resource<DynPollable>) -> Result<bool> {
        plain(self.limit, waiting_poll::HostPollable::ready(self.table, pollable))
    }

    fn block(&mut self, pollable: Resource<DynPollable>) -> Result<()> {
        plain(self.limit, waiting_poll::HostPollable::block(self.table, pollable))
    }

    fn drop(&mut self, pollable: Resource<DynPollable>) -> Result<()> {
        waiting_poll::HostPollable::drop(self.table, pollable)
    }
}

impl streams::Host for Waits<'_> {
    fn convert_stream_error(&mut self, error: StreamError) -> Result<streams::StreamError> {
        Ok(waiting::Host::convert_stream_error(self.table, error)?.into())
    }
}

impl streams::HostOutputStream for Waits<'_> {
    fn drop(&mut self, stream: Resource<DynOutputStream>) -> Result<()> {
        plain(self.limit, HostOutputStream::drop(self.table, stream))
    }

    fn check_write(&mut self, stream: Resource<DynOutputStream>) -> StreamResult<u64> {
        HostOutputStream::check_write(self.table, stream)
    }

    fn write(&mut self, stream: Resource<DynOutputStream>, bytes: Vec<u8>) -> StreamResult<()> {
        HostOutputStream::write(self.table, stream, bytes)
    }

    fn blocking_write_and_flush(&mut self, to: Resource<DynOutputStream>, bytes: Vec<u8>) -> StreamResult<()> {
        stream(
            self.limit,
            HostOutputStream::blocking_write_and_flush(self.table, to, bytes),
        )
    }

    fn blocking_write_zeroes_and_flush(&mut self, to: Resource<DynOutputStream>, length: u64) -> StreamResult<()> {
        stream(
            self.limit,
            HostOutputStream::blocking_write_zeroes_and_flush(self.table, to, length),
        )
    }

    fn subscribe(&mut self, stream: Resource<DynOutputStream>) -> Result<Resource<DynPollable>> {
        HostOutputStream::subscribe(self.table, stream)
    }

    fn write_zeroes(&mut self, stream: Resource<DynOutputStream>, length: u64) -> StreamResult<()> {
        HostOutputStream::write_zeroes(self.table, stream, length)
    }

    fn flush(&mut self, stream: Resource<DynOutputStream>) -> StreamResult<()> {
        HostOutputStream::flush(self.table, stream)
    }

    fn blocking_flush(&mut self, to: Resource<DynOutputStream>) -> StreamResult<()> {
        stream(self.limit, HostOutputStream::blocking_flush(self.table, to))
    }

    fn splice(
        &mut self,
        to: Resource<DynOutputStream>,
        from: Resource<DynInputStream>,
        length: u64,
    ) -> StreamResult<u64> {
        HostOutputStream::splice(self.table, to, from, length)
    }

    fn blocking_splice(
        &mut self,
        to: Resource<DynOutputStream>,
        from: Resource<DynInputStream>,
        length: u64,
    ) -> StreamResult<u64> {
        stream(
            self.limit,
            HostOutputStream::blocking_splice(self.table, to, from, length),
        )
    }
}

impl streams::HostInputStream for Waits<'_> {
    fn drop(&mut self, stream: Resource<DynInputStream>) -> Result<()> {
        plain(self.limit, HostInputStream::drop(self.table, stream))
    }

    fn read(&mut self, stream: Resource<DynInputStream>, length: u64) -> StreamResult<Vec<u8>> {
        HostInputStream::read(self.table, stream, length)
    }

    fn blocking_read(&mut self, from: Resource<DynInputStream>, length: u64) -> StreamResult<Vec<u8>> {
        stream(self.limit, HostInputStream::blocking_read(self.table, from, length))
    }

    fn skip(&mut self, stream: Resource<DynInputStream>, length: u64) -> StreamResult<u64> {
        HostInputStream::skip(self.table, stream, length)
    }

    fn blocking_skip(&mut self, from: Resource<DynInputStream>, length: u64) -> StreamResult<u64> {
        stream(self.limit, HostInputStream::blocking_skip(self.table, from, length))
    }

    fn subscribe(&mut self, stream: Resource<DynInputStream>) -> Result<Resource<DynPollable>> {
        HostInputStream::subscribe(self.table, stream)
    }
}
