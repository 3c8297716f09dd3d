//! A WebSocket as bytes on a connection: RFC 6455, as much of it as a client of JSON-RPC needs.

use std::io::{Error, Result};
use tokio::{
	io::{AsyncReadExt, AsyncWriteExt, BufReader},
	net::{
		tcp::{OwnedReadHalf, OwnedWriteHalf},
		TcpStream,
	},
};

/// The longest answer to a handshake.
const MAX_HANDSHAKE_BYTES: usize = 8 * 1024;
/// The longest message that is read: more than the longest a node sends.
const MAX_MESSAGE_BYTES: usize = 64 * 1024 * 1024;

const TEXT: u8 = 1;
const CLOSE: u8 = 8;
const PING: u8 = 9;
const PONG: u8 = 10;

/// What came from the other side.
pub(crate) enum Message {
	/// An answer or a notification.
	Text(Vec<u8>),
	/// Are you there?
	Ping,
	/// That was all.
	Closed,
}

/// Where to write: frames, or whatever bytes.
pub(crate) struct Writer(OwnedWriteHalf);

/// Where to read messages.
pub(crate) struct Reader(BufReader<OwnedReadHalf>);

/// Connects to a port of this machine and shakes hands.
pub(crate) async fn connect(port: u16) -> Result<(Writer, Reader)> {
	let stream = TcpStream::connect(("127.0.0.1", port)).await?;
	stream.set_nodelay(true)?;
	let (read, write) = stream.into_split();
	let (mut writer, mut reader) = (Writer(write), Reader(BufReader::new(read)));
	// The key proves to a browser that the other side speaks WebSocket. We know that it does.
	let request = format!(
		"GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
		 Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
	);
	writer.bytes(request.as_bytes()).await?;
	reader.handshake().await?;
	Ok((writer, reader))
}

/// Appends a text as one frame. The mask is zero, so that a text can be framed long before it is sent, and sent as it is.
pub(crate) fn frame(text: &[u8], into: &mut Vec<u8>) {
	control(TEXT, text.len(), into);
	into.extend_from_slice(text);
}

fn control(kind: u8, length: usize, into: &mut Vec<u8>) {
	const LAST: u8 = 0x80;
	const MASKED: u8 = 0x80;
	into.push(LAST | kind);
	match (u8::try_from(length), u16::try_from(length)) {
		(Ok(short), _) if short < 126 => into.push(MASKED | short),
		(_, Ok(medium)) => {
			into.push(MASKED | 126);
			into.extend_from_slice(&medium.to_be_bytes());
		}
		_ => {
			into.push(MASKED | 127);
			into.extend_from_slice(&(length as u64).to_be_bytes());
		}
	}
	into.extend_from_slice(&[0; 4]);
}

impl Writer {
	/// Sends bytes as they are.
	pub(crate) async fn bytes(&mut self, bytes: &[u8]) -> Result<()> {
		self.0.write_all(bytes).await
	}

	/// Sends a text as one message.
	pub(crate) async fn text(&mut self, text: &str) -> Result<()> {
		let mut bytes = Vec::new();
		frame(text.as_bytes(), &mut bytes);
		self.bytes(&bytes).await
	}

	/// Answers a ping.
	pub(crate) async fn pong(&mut self) -> Result<()> {
		let mut bytes = Vec::new();
		control(PONG, 0, &mut bytes);
		self.bytes(&bytes).await
	}
}

impl Reader {
	async fn handshake(&mut self) -> Result<()> {
		let mut answer = Vec::new();
		while !answer.ends_with(b"\r\n\r\n") {
			answer.push(self.0.read_u8().await?);
			if answer.len() > MAX_HANDSHAKE_BYTES {
				return Err(Error::other("a handshake without end"));
			}
		}
		if answer.starts_with(b"HTTP/1.1 101") {
			return Ok(());
		}
		let line = String::from_utf8_lossy(&answer).lines().next().unwrap_or_default().to_owned();
		Err(Error::other(line))
	}

	/// The next message.
	pub(crate) async fn next(&mut self) -> Result<Message> {
		let mut message = Vec::new();
		loop {
			let head = self.0.read_u8().await?;
			let length = match self.0.read_u8().await? & 0x7f {
				126 => usize::from(self.0.read_u16().await?),
				127 => usize::try_from(self.0.read_u64().await?).unwrap_or(usize::MAX),
				short => usize::from(short),
			};
			if length.saturating_add(message.len()) > MAX_MESSAGE_BYTES {
				return Err(Error::other("a message longer than any"));
			}
			let start = message.len();
			message.resize(start + length, 0);
			self.0.read_exact(&mut message[start..]).await?;
			match head & 0x0f {
				PING => return Ok(Message::Ping),
				CLOSE => return Ok(Message::Closed),
				PONG => message.truncate(start),
				_ if head & 0x80 != 0 => return Ok(Message::Text(message)),
				_ => {}
			}
		}
	}

	/// Reads so many bytes at most, whatever they mean, and returns how many; 0 at the end.
	pub(crate) async fn some(&mut self, most: usize) -> Result<usize> {
		let mut bytes = vec![0; most];
		self.0.read(&mut bytes).await
	}
}
