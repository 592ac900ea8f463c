//! An agency's server that answers as it is told to.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// What the server does with the next request.
#[derive(Debug, Clone)]
pub enum Answer {
    /// Status 200 and the whole body.
    Whole(String),
    Status(u16),
    /// Says how long the body is, sends half of it and hangs up.
    Half(String),
    /// A body without an end.
    Endless,
    /// Takes the request and says nothing.
    Silence,
}

/// A server on a port of its own; it lives as long as the test run.
pub struct Agency {
    address: SocketAddr,
    answer: Arc<Mutex<Answer>>,
}

impl Agency {
    pub fn start(answer: Answer) -> Agency {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let agency =
            Agency { address: listener.local_addr().expect("an address"), answer: Arc::new(Mutex::new(answer)) };
        let answer = Arc::clone(&agency.answer);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let answer = answer.lock().unwrap_or_else(PoisonError::into_inner).clone();
                // The program hangs up on what it has heard enough of.
                thread::spawn(move || reply(&stream, &answer).ok());
            }
        });
        agency
    }

    /// From now on it answers so.
    pub fn now(&self, answer: Answer) {
        *self.answer.lock().unwrap_or_else(PoisonError::into_inner) = answer;
    }

    /// The address of its feed.
    pub fn url(&self) -> String {
        format!("http://{}/merchants", self.address)
    }
}

fn reply(mut stream: &TcpStream, answer: &Answer) -> std::io::Result<()> {
    let head = BufReader::new(stream).lines().map_while(Result::ok).take_while(|line| !line.is_empty());
    head.for_each(drop);
    let start = |status: u16| format!("HTTP/1.1 {status} Said\r\nConnection: close\r\n");
    match answer {
        Answer::Whole(body) => write!(stream, "{}Content-Length: {}\r\n\r\n{body}", start(200), body.len()),
        Answer::Status(status) => write!(stream, "{}Content-Length: 5\r\n\r\nsorry", start(*status)),
        Answer::Half(body) => {
            write!(stream, "{}Content-Length: {}\r\n\r\n", start(200), body.len())?;
            stream.write_all(&body.as_bytes()[..body.len() / 2])
        }
        Answer::Endless => {
            write!(stream, "{}\r\n", start(200))?;
            loop {
                stream.write_all(&[b' '; 65536])?;
            }
        }
        Answer::Silence => {
            stream.set_read_timeout(Some(Duration::from_secs(30)))?;
            stream.read(&mut [0]).map(drop)
        }
    }
}
