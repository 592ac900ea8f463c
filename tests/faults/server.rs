//! A server that answers by hand, as no HTTP library would.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// What the server knows of a request.
#[derive(Debug, Clone, Copy)]
pub struct Request {
    /// From 0, since the last change of its ways.
    pub number: usize,
}

/// How it answers: gets the request and the connection.
pub type Way = Arc<dyn Fn(&Request, &mut TcpStream) -> std::io::Result<()> + Send + Sync>;

/// A server on a port of its own; it lives as long as the test run.
pub struct Server {
    address: SocketAddr,
    way: Arc<Mutex<(Way, usize)>>,
}

impl Server {
    pub fn start(way: Way) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("bound");
        let server = Server { address, way: Arc::new(Mutex::new((way, 0))) };
        let way = Arc::clone(&server.way);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let way = Arc::clone(&way);
                // A client that has heard enough hangs up.
                thread::spawn(move || answer(stream, &way).ok());
            }
        });
        server
    }

    /// From now on it answers so.
    pub fn now(&self, way: Way) {
        *self.way.lock().unwrap_or_else(PoisonError::into_inner) = (way, 0);
    }

    pub fn asked(&self) -> usize {
        self.way.lock().unwrap_or_else(PoisonError::into_inner).1
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    pub fn url(&self) -> String {
        format!("http://{}/feed", self.address)
    }
}

fn answer(mut stream: TcpStream, way: &Mutex<(Way, usize)>) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(20)))?;
    let head = BufReader::new(stream.try_clone()?).lines().map_while(Result::ok).take_while(|line| !line.is_empty());
    head.for_each(drop);
    let (way, number) = {
        let mut way = way.lock().unwrap_or_else(PoisonError::into_inner);
        way.1 += 1;
        (Arc::clone(&way.0), way.1 - 1)
    };
    way(&Request { number }, &mut stream)
}

/// A whole answer.
pub fn reply(status: u16, headers: &'static str, body: impl Into<Vec<u8>>) -> Way {
    let body = body.into();
    Arc::new(move |_, stream| send(stream, status, headers, &body))
}

pub fn send(stream: &mut TcpStream, status: u16, headers: &str, body: &[u8]) -> std::io::Result<()> {
    let length = body.len();
    write!(stream, "HTTP/1.1 {status} Said\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n")?;
    stream.write_all(body)
}

/// Bytes as they are, then the end of the connection.
pub fn raw(bytes: impl Into<Vec<u8>>) -> Way {
    let bytes = bytes.into();
    Arc::new(move |_, stream| stream.write_all(&bytes))
}

/// Bytes as they are, then nothing until the client leaves.
pub fn then_silence(bytes: &'static [u8]) -> Way {
    Arc::new(move |_, stream| {
        stream.write_all(bytes)?;
        stream.read(&mut [0]).map(drop)
    })
}

/// Bytes as they are, then a block again and again.
pub fn then_forever(bytes: &'static [u8], block: &'static [u8], pause: Duration) -> Way {
    Arc::new(move |_, stream| {
        stream.write_all(bytes)?;
        loop {
            stream.write_all(block)?;
            thread::sleep(pause);
        }
    })
}
