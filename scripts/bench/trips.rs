//! Counting what a program says to PostgreSQL, from outside: a relay on a loopback port that passes every byte on and
//! reads the messages as they go by (PostgreSQL documentation, "Frontend/Backend Protocol").
//!
//! A round trip is counted whenever the server has an answer ready and the program speaks again. What precedes the first
//! `ReadyForQuery` is connecting. The relay answers a wish for encryption with no, so that it can read.

use std::io::{self, Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// What was said on all connections since the counter was last taken.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Counts {
    /// How many connections were opened.
    pub connections: usize,
    /// Round trips after each connection was up.
    pub trips: usize,
    /// The statements, in their order.
    pub statements: Vec<String>,
    /// What the server said besides its answers: the texts of its notices.
    pub notices: Vec<String>,
}

/// A relay to a server.
pub struct Relay {
    /// Where it listens.
    pub address: SocketAddr,
    counts: Arc<Mutex<Counts>>,
}

/// What one connection has come to.
#[derive(Default)]
struct State {
    up: bool,
    /// The server has spoken since the program last did.
    answered: bool,
}

impl Relay {
    /// Starts a relay to the server at `upstream`, `host:port`, for the rest of the process.
    pub fn start(upstream: &str) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let address = listener.local_addr()?;
        let counts = Arc::new(Mutex::new(Counts::default()));
        let (shared, upstream) = (Arc::clone(&counts), upstream.to_owned());
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let (counts, upstream) = (Arc::clone(&shared), upstream.clone());
                thread::spawn(move || relay(client, &upstream, &counts));
            }
        });
        Ok(Self { address, counts })
    }

    /// What was said so far; counting begins anew.
    pub fn take(&self) -> Counts {
        std::mem::take(&mut *self.counts.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn relay(client: TcpStream, upstream: &str, counts: &Arc<Mutex<Counts>>) -> io::Result<()> {
    let server = TcpStream::connect(upstream)?;
    client.set_nodelay(true)?;
    server.set_nodelay(true)?;
    let state = Arc::new(Mutex::new(State::default()));
    let back = {
        let (server, client) = (server.try_clone()?, client.try_clone()?);
        let (state, counts) = (Arc::clone(&state), Arc::clone(counts));
        thread::spawn(move || answers(server, client, &state, &counts))
    };
    let told = questions(client, &server, &state, counts);
    let _ = server.shutdown(Shutdown::Write);
    let _ = back.join();
    told
}

/// Passes on what the program says.
fn questions(
    mut client: TcpStream,
    mut server: &TcpStream,
    state: &Mutex<State>,
    counts: &Mutex<Counts>,
) -> io::Result<()> {
    let mut first = startup(&mut client)?;
    // SSLRequest and GSSENCRequest.
    while first.len() == 8 && first[4..6] == [0x04, 0xd2] && first[7] != 0x2e {
        client.write_all(b"N")?;
        first = startup(&mut client)?;
    }
    if let Ok(mut counts) = counts.lock()
        // Not a request to cancel something.
        && first.len() > 16
    {
        counts.connections += 1;
    }
    server.write_all(&first)?;
    loop {
        let mut kind = [0];
        client.read_exact(&mut kind)?;
        let body = body(&mut client)?;
        if let (Ok(mut state), Ok(mut counts)) = (state.lock(), counts.lock())
            && state.up
        {
            match kind[0] {
                b'P' => counts
                    .statements
                    .push(text(body[4..].split(|byte| *byte == 0).nth(1))),
                b'Q' => counts
                    .statements
                    .push(text(body[4..].split(|byte| *byte == 0).next())),
                _ => {}
            }
            // Terminate is not answered.
            if state.answered && kind[0] != b'X' {
                counts.trips += 1;
                state.answered = false;
            }
        }
        server.write_all(&[&kind[..], &body].concat())?;
    }
}

/// Passes on what the server says.
fn answers(
    mut server: TcpStream,
    mut client: TcpStream,
    state: &Mutex<State>,
    counts: &Mutex<Counts>,
) -> io::Result<()> {
    loop {
        let mut kind = [0];
        server.read_exact(&mut kind)?;
        let body = body(&mut server)?;
        if let Ok(mut state) = state.lock()
            && kind[0] == b'Z'
        {
            state.up = true;
            state.answered = true;
        }
        if kind[0] == b'N'
            && let Ok(mut counts) = counts.lock()
        {
            // Fields, each with a letter before it: M is the text.
            let mut fields = body[4..].split(|byte| *byte == 0);
            let message = fields.find(|field| field.first() == Some(&b'M'));
            counts.notices.push(text(message.map(|field| &field[1..])));
        }
        client.write_all(&[&kind[..], &body].concat())?;
    }
}

/// The first message of a connection, which has no kind.
fn startup(client: &mut TcpStream) -> io::Result<Vec<u8>> {
    body(client)
}

/// The length of a message, and what follows it.
fn body(stream: &mut TcpStream) -> io::Result<Vec<u8>> {
    let mut length = [0; 4];
    stream.read_exact(&mut length)?;
    let size = usize::try_from(u32::from_be_bytes(length))
        .unwrap_or(4)
        .max(4);
    let mut body = vec![0; size];
    body[..4].copy_from_slice(&length);
    stream.read_exact(&mut body[4..])?;
    Ok(body)
}

fn text(bytes: Option<&[u8]>) -> String {
    String::from_utf8_lossy(bytes.unwrap_or_default()).into_owned()
}
