//! A server behind TLS with a certificate of the test's own making.

use super::stage::send;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;

/// An authority that nobody knows.
pub struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    pub fn new() -> Authority {
        let mut params = CertificateParams::new(Vec::new()).expect("no names");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().expect("a key");
        Authority(CertifiedIssuer::self_signed(params, key).expect("signed"))
    }

    pub fn pem(&self) -> String {
        self.0.pem()
    }
}

/// Answers every request with `rows`.
pub struct TlsServer {
    port: u16,
}

impl TlsServer {
    pub fn start(authority: &Authority, name: &str) -> TlsServer {
        let key = KeyPair::generate().expect("a key");
        let params = CertificateParams::new(vec![name.to_owned()]).expect("a name");
        let certificate = params.signed_by(&key, &authority.0).expect("signed");
        TlsServer::serve(certificate.der().clone(), &key)
    }

    pub fn self_signed(name: &str) -> TlsServer {
        let made = rcgen::generate_simple_self_signed(vec![name.to_owned()]).expect("signed");
        TlsServer::serve(made.cert.der().clone(), &made.signing_key)
    }

    fn serve(certificate: CertificateDer<'static>, key: &KeyPair) -> TlsServer {
        let key = PrivateKeyDer::try_from(key.serialize_der()).expect("a key");
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let config = config.expect("versions").with_no_client_auth().with_single_cert(vec![certificate], key);
        let config = Arc::new(config.expect("a certificate and its key"));
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("bound").port();
        std::thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let mut session = rustls::ServerConnection::new(Arc::clone(&config)).expect("a session");
                let mut tls = rustls::Stream::new(&mut session, &mut stream);
                // A client that does not trust the server says so here and hangs up.
                if matches!(tls.read(&mut [0; 4096]), Ok(1..)) {
                    let answered =
                        tls.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\nconnection: close\r\n\r\nrows");
                    answered.and_then(|()| tls.flush()).expect("the client listens");
                }
                send(&mut stream, b"");
            }
        });
        TlsServer { port }
    }

    pub fn port(&self) -> u16 {
        self.port
    }
}
