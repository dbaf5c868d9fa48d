//! STAND-IN for the preview server, to be replaced by the real one when branches are merged.

use std::sync::Arc;

use tokio::sync::watch;

use super::snapshot::Snapshot;

#[derive(Clone, Debug)]
pub struct Address {
    pub host: String,
    pub port: u16,
}

pub struct Bound {
    asked: Address,
}

impl Bound {
    pub fn is_other_port(&self) -> bool {
        false
    }

    pub fn url(&self) -> String {
        format!("http://{}:{}/", self.asked.host, self.asked.port)
    }
}

pub fn bind(address: &Address) -> anyhow::Result<Bound> {
    Ok(Bound { asked: address.clone() })
}

pub fn serve(
    _bound: Bound,
    _snapshots: watch::Receiver<Arc<Snapshot>>,
    shutdown: impl Future<Output = ()>,
) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(shutdown);
    Ok(())
}

pub async fn interrupted() {
    let interrupt = async {
        let _ = tokio::signal::ctrl_c().await;
    };
    let terminate = async {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => signal.recv().await,
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        () = interrupt => {}
        _ = terminate => {}
    }
}
