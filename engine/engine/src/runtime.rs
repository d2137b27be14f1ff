//! The runtime of the process, and the two ways to run work on it.

use std::any::Any;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;
use std::task::{Context, Poll, Waker};

use futures_util::FutureExt;
use tokio::runtime::{Builder, Runtime};
use versa_driver::BoxFuture;
use versa_error::{Error, Result};

/// Threads for SQLite's long statements and streams.
const BLOCKING_THREADS: usize = 16;

/// The runtime of the process. One worker: on few cores a second one costs more in wake-ups than it
/// brings, and the work here is waiting for servers.
fn runtime() -> Result<&'static Runtime> {
    static RUNTIME: OnceLock<std::result::Result<Runtime, String>> = OnceLock::new();
    let runtime = RUNTIME.get_or_init(|| {
        Builder::new_multi_thread()
            .worker_threads(1)
            .max_blocking_threads(BLOCKING_THREADS)
            .thread_name("versa-engine")
            .enable_all()
            .build()
            .map_err(|error| error.to_string())
    });
    runtime
        .as_ref()
        .map_err(|error| Error::internal(format!("the engine's thread cannot start: {error}")))
}

/// What polling once brought.
pub enum Polled<T> {
    /// The result.
    Ready(Result<T>),
    /// The future, which waits for something.
    Waiting(BoxFuture<'static, Result<T>>),
}

/// Polls a future on the caller's thread: SQLite is done then, and a server has got its statement
/// without a hop to another thread. A panic becomes an error.
pub fn poll_once<T: 'static>(mut future: BoxFuture<'static, Result<T>>) -> Polled<T> {
    let runtime = match runtime() {
        Ok(runtime) => runtime,
        Err(error) => return Polled::Ready(Err(error)),
    };
    let _entered = runtime.enter();
    let mut context = Context::from_waker(Waker::noop());
    match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(&mut context))) {
        Ok(Poll::Ready(result)) => Polled::Ready(result),
        Ok(Poll::Pending) => Polled::Waiting(future),
        Err(panic) => Polled::Ready(Err(from_panic(panic.as_ref()))),
    }
}

/// Runs work with a panic as an error.
pub(crate) fn caught<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| Err(from_panic(panic.as_ref())))
}

/// Runs a future to its end on the runtime, with a panic as an error; `done` gets the result.
///
/// # Errors
///
/// `INTERNAL` where the runtime's thread cannot be started.
pub fn spawn<T: Send + 'static>(
    future: impl Future<Output = Result<T>> + Send + 'static,
    done: impl FnOnce(Result<T>) + Send + 'static,
) -> Result<()> {
    runtime()?.spawn(async move {
        let result = AssertUnwindSafe(future).catch_unwind().await;
        done(result.unwrap_or_else(|panic| Err(from_panic(panic.as_ref()))));
    });
    Ok(())
}

/// A panic as an error; the user's process goes on.
fn from_panic(panic: &(dyn Any + Send)) -> Error {
    let text = panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message");
    Error::internal(format!("the engine panicked: {text}"))
        .hint("this is a defect of VersaORM; please report it with the statement")
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::time::Duration;

    use versa_error::ErrorCode;

    use super::*;

    #[test]
    fn what_is_done_at_once_is_ready_at_once() {
        let polled = poll_once(Box::pin(async { Ok(7) }));
        assert!(matches!(polled, Polled::Ready(Ok(7))));
    }

    #[test]
    fn what_waits_goes_on_where_it_stood() {
        let future: BoxFuture<'static, Result<i32>> = Box::pin(async {
            tokio::time::sleep(Duration::from_millis(5)).await;
            Ok(7)
        });
        let Polled::Waiting(future) = poll_once(future) else { panic!("it has to wait") };
        let (sender, receiver) = mpsc::channel();
        spawn(future, move |result| sender.send(result).unwrap()).unwrap();
        assert_eq!(receiver.recv_timeout(Duration::from_secs(10)).unwrap(), Ok(7));
    }

    #[test]
    fn a_panic_is_an_error_wherever_it_happens() {
        let at_once: BoxFuture<'static, Result<()>> = Box::pin(async { panic!("on the thread") });
        let Polled::Ready(Err(error)) = poll_once(at_once) else { panic!("it is over") };
        assert_eq!(error.code(), ErrorCode::Internal);
        assert!(error.message().contains("on the thread"), "{error}");

        let (sender, receiver) = mpsc::channel();
        let later = async {
            tokio::task::yield_now().await;
            panic!("in the runtime: {}", 5)
        };
        spawn::<()>(later, move |result| sender.send(result).unwrap()).unwrap();
        let error = receiver.recv_timeout(Duration::from_secs(10)).unwrap().unwrap_err();
        assert_eq!(error.code(), ErrorCode::Internal);
        assert!(error.message().contains("in the runtime: 5"), "{error}");
    }
}
