//! A pgvector server in a container, started through testcontainers as users' own tests do.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use testcontainers::{
    GenericImage, ImageExt,
    core::{IntoContainerPort, WaitFor},
    runners::SyncRunner,
};

use crate::{server::Server, version::Version};

/// The label of the container's tests.
const LABEL: &str = "container-0.8.0";

/// What the image holds.
const PGVECTOR: Version = Version::new(0, 8, 0);

/// How long the server may take after its first message.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running container; it goes when this is dropped.
pub struct Container {
    /// The server in it.
    pub server: Server,
    _container: testcontainers::Container<GenericImage>,
}

impl Container {
    /// Starts the image, a tag like `pgvector/pgvector:0.8.0-pg17-trixie`, with so many bytes of
    /// `/dev/shm` as `--shm-size` gives, or those that Docker gives.
    pub fn start(image: &str, shared_memory: Option<u64>) -> Result<Self> {
        let (name, tag) = image.split_once(':').context("the image has no tag")?;
        let request = GenericImage::new(name, tag)
            .with_exposed_port(5432.tcp())
            .with_wait_for(WaitFor::message_on_stderr(
                "database system is ready to accept connections",
            ))
            .with_env_var("POSTGRES_HOST_AUTH_METHOD", "trust")
            .with_startup_timeout(PATIENCE);
        let request = match shared_memory {
            Some(it) => request.with_shm_size(it),
            None => request,
        };
        let container = request
            .start()
            .with_context(|| format!("cannot start {image} (cargo xtask container)"))?;
        let port = container.get_host_port_ipv4(5432.tcp())?;
        let url = format!("postgresql://postgres@127.0.0.1:{port}/postgres");
        Ok(Self { server: wait_for(&url)?, _container: container })
    }

    /// What [`Container::start`] would give, for a list of the tests.
    #[must_use]
    pub fn outline() -> Server {
        Server {
            label: LABEL.to_owned(),
            pgvector: PGVECTOR,
            postgres_major: 17,
            url: String::new(),
        }
    }
}

/// The entry point starts a first server without a port, says "ready", and starts the real one.
fn wait_for(url: &str) -> Result<Server> {
    let started = Instant::now();
    loop {
        match Server::declared(LABEL, PGVECTOR, url) {
            Err(_) if started.elapsed() < PATIENCE => {
                std::thread::sleep(Duration::from_millis(100));
            }
            done => return done,
        }
    }
}
