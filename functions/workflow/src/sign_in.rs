//! Staff sign-in by OpenID Connect at the pool's page: authorisation code with PKCE, state and nonce
//! (OpenID Connect Core 1.0, RFC 7636). No token reaches the page's script: the code is exchanged here, the
//! person is taken from the checked id token, and a session cookie is all that the browser gets.

use crate::aws;
use crate::call::{Call, Reply};
use crate::failure::Failure;
use crate::secret;
use crate::session;
use crate::store::item::Whose;
use crate::world::World;
use aws_smithy_runtime_api::client::http::HttpConnector;
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::byte_stream::ByteStream;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::id::MemberId;
use domain::route::Session;
use domain::wire::{Me, Membership, SignedOut};
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use ring::digest::{SHA256, digest};
use serde::Deserialize;

/// State, nonce and verifier of a sign-in under way, sealed. Lax, since the way back comes from another site.
const COOKIE: &str = "__Host-sign-in";
const COOKIE_SECONDS: u32 = 600;

/// `GET /api/sign-in`.
pub async fn begin(world: &World, call: &Call) -> Result<Reply, Failure> {
    let pool = &world.settings.sign_in;
    let (state, nonce, verifier) = (
        call.seed.token("state"),
        call.seed.token("nonce"),
        call.seed.token("verifier"),
    );
    let challenge = URL_SAFE_NO_PAD.encode(digest(&SHA256, verifier.as_bytes()));
    let query = form(&[
        ("response_type", "code"),
        ("client_id", &pool.client_id),
        ("redirect_uri", &redirect_uri(world)),
        ("scope", "openid email"),
        ("state", &state),
        ("nonce", &nonce),
        ("code_challenge", &challenge),
        ("code_challenge_method", "S256"),
    ]);
    let sealed = world.secret.seal(&format!("{state}.{nonce}.{verifier}"));
    let cookie = session::set_cookie(COOKIE, &sealed, "Lax", Some(COOKIE_SECONDS));
    Ok(Reply::redirect(format!("{}/oauth2/authorize?{query}", pool.origin)).with_cookie(cookie))
}

/// `GET /api/sign-in/callback`.
pub async fn finish(world: &World, call: &Call) -> Result<Reply, Failure> {
    let forget = session::set_cookie(COOKIE, "", "Lax", Some(0));
    let signed_in = match exchange(world, call).await {
        Ok(member) => member,
        // A person is looking at this address, so that a page answers and not a document for programs.
        Err(failure @ Failure::SignIn(_)) => {
            tracing::warn!(cause = %failure, "a sign-in failed");
            let page = format!("{}/staff?sign-in=failed", world.settings.page_origin);
            return Ok(Reply::redirect(page).with_cookie(forget));
        }
        Err(failure) => return Err(failure),
    };
    let (session, cookie) = session::open(world, call, Whose::Staff { member: signed_in });
    world.table.put_row(&session).await?;
    let page = format!("{}/staff", world.settings.page_origin);
    Ok(Reply::redirect(page).with_cookie(cookie).with_cookie(forget))
}

/// `POST /api/sign-out`: ends our session, and says where the pool's own ends. Without that, the next person at
/// the same browser would be signed in again without a password.
pub async fn sign_out(world: &World, call: &Call) -> Result<Reply, Failure> {
    let cookie = session::close(world, call, Session::Staff).await?;
    let pool = &world.settings.sign_in;
    let page = format!("{}/staff", world.settings.page_origin);
    let query = form(&[("client_id", &pool.client_id), ("logout_uri", &page)]);
    let location = format!("{}/logout?{query}", pool.origin);
    Ok(Reply::json(200, &SignedOut { location })?.with_cookie(cookie))
}

/// `GET /api/me`: the active memberships of the signed-in person.
pub async fn me(world: &World, call: &Call) -> Result<Reply, Failure> {
    let staff = session::staff(world, call).await?;
    let mut me = Me {
        member: staff.clone(),
        name: String::new(),
        memberships: Vec::new(),
    };
    for member in world.table.memberships(&staff).await? {
        if !member.active {
            continue;
        }
        if let Some(practice) = world.table.practice(&member.practice).await? {
            me.name.clone_from(&member.name);
            me.memberships.push(Membership {
                practice: practice.id,
                practice_name: practice.name,
                roles: member.roles,
            });
        }
    }
    Reply::json(200, &me)
}

async fn exchange(world: &World, call: &Call) -> Result<MemberId, Failure> {
    let cookie = call.cookie(COOKIE).ok_or(Failure::SignIn("no sign-in under way"))?;
    let sealed = world.secret.unseal(cookie).ok_or(Failure::SignIn("a broken seal"))?;
    let mut parts = sealed.split('.');
    let (Some(state), Some(nonce), Some(verifier)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(Failure::SignIn("a broken seal"));
    };
    let same_state = call
        .query("state")
        .is_some_and(|answered| secret::same(answered, state));
    if !same_state {
        return Err(Failure::SignIn("another state"));
    }
    let code = call.query("code").ok_or(Failure::SignIn("no code"))?;
    let pool = &world.settings.sign_in;
    let body = form(&[
        ("grant_type", "authorization_code"),
        ("client_id", &pool.client_id),
        ("code", code),
        ("redirect_uri", &redirect_uri(world)),
        ("code_verifier", verifier),
    ]);
    let tokens: Tokens = fetch(&format!("{}/oauth2/token", pool.origin), Some(body)).await?;
    let keys: JwkSet = fetch(&pool.keys_url, None).await?;
    check(&tokens.id_token, &keys, &pool.issuer, &pool.client_id, nonce)
}

#[derive(Deserialize)]
struct Tokens {
    id_token: String,
}

#[derive(Deserialize)]
struct Claims {
    sub: String,
    nonce: Option<String>,
    token_use: String,
}

/// The person of an id token whose signature, issuer, audience, expiry, use and nonce are right.
fn check(token: &str, keys: &JwkSet, issuer: &str, client_id: &str, nonce: &str) -> Result<MemberId, Failure> {
    let broken = |what: &'static str| move |_| Failure::SignIn(what);
    let header = jsonwebtoken::decode_header(token).map_err(broken("a token without a header"))?;
    let kid = header.kid.ok_or(Failure::SignIn("a token without a key id"))?;
    let key = keys.find(&kid).ok_or(Failure::SignIn("an unknown key"))?;
    let key = DecodingKey::from_jwk(key).map_err(broken("an unusable key"))?;
    // The algorithm is ours to say, never the token's.
    let mut validation = Validation::new(Algorithm::RS256);
    validation.set_issuer(&[issuer]);
    validation.set_audience(&[client_id]);
    validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
    let claims = jsonwebtoken::decode::<Claims>(token, &key, &validation)
        .map_err(broken("a token that does not hold"))?
        .claims;
    let same_nonce = claims
        .nonce
        .as_deref()
        .is_some_and(|answered| secret::same(answered, nonce));
    if claims.token_use != "id" || !same_nonce {
        return Err(Failure::SignIn("a token for something else"));
    }
    MemberId::parse(&claims.sub).ok_or(Failure::SignIn("a subject of another shape"))
}

fn redirect_uri(world: &World) -> String {
    format!("{}/api/sign-in/callback", world.settings.page_origin)
}

/// JSON from the pool: a POST of a form, or a GET.
async fn fetch<T: serde::de::DeserializeOwned>(url: &str, body: Option<String>) -> Result<T, Failure> {
    let unreachable = "the pool can't be reached";
    let mut request = HttpRequest::new(body.clone().map_or_else(SdkBody::empty, SdkBody::from));
    request
        .set_uri(url)
        .map_err(|_| Failure::SignIn("the pool's address"))?;
    if let Some(body) = body {
        request
            .set_method("POST")
            .map_err(|_| Failure::SignIn("the pool's address"))?;
        let headers = request.headers_mut();
        headers.insert("content-type", "application/x-www-form-urlencoded");
        headers.insert("content-length", body.len().to_string());
    }
    let answer = aws::connector().call(request).await.map_err(|error| {
        let timeout = error.is_timeout();
        tracing::error!(timeout, "the pool can't be reached");
        Failure::SignIn(unreachable)
    })?;
    if !answer.status().is_success() {
        let status = answer.status().as_u16();
        tracing::warn!(status, "the pool refused");
        return Err(Failure::SignIn("the pool refused"));
    }
    let bytes = ByteStream::new(answer.into_body())
        .collect()
        .await
        .map_err(|_| Failure::SignIn(unreachable))?;
    serde_json::from_slice(&bytes.into_bytes()).map_err(|_| Failure::SignIn("the pool's answer can't be read"))
}

/// `application/x-www-form-urlencoded`.
fn form(pairs: &[(&str, &str)]) -> String {
    let mut text = String::new();
    for (name, value) in pairs {
        if !text.is_empty() {
            text.push('&');
        }
        text.push_str(name);
        text.push('=');
        for byte in value.bytes() {
            match byte {
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => text.push(char::from(byte)),
                _ => text.push_str(&format!("%{byte:02X}")),
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_escapes_what_is_not_plain() {
        let text = form(&[
            ("scope", "openid email"),
            ("redirect_uri", "http://127.0.0.1:8080/a?b&c"),
        ]);

        assert_eq!(
            text,
            "scope=openid%20email&redirect_uri=http%3A%2F%2F127.0.0.1%3A8080%2Fa%3Fb%26c"
        );
    }

    #[test]
    fn a_token_that_is_not_signed_by_the_pool_opens_nothing() {
        let keys: JwkSet = serde_json::from_str(
            r#"{"keys":[{"kty":"RSA","kid":"k","alg":"RS256","use":"sig","n":"sXchTI2iQ","e":"AQAB"}]}"#,
        )
        .unwrap();
        let encode = |text: &str| URL_SAFE_NO_PAD.encode(text);
        let claims = encode(r#"{"sub":"s","iss":"i","aud":"c","exp":99999999999,"nonce":"n","token_use":"id"}"#);
        for header in [
            r#"{"alg":"none","kid":"k"}"#,
            r#"{"alg":"HS256","kid":"k"}"#,
            r#"{"alg":"RS256","kid":"k"}"#,
            r#"{"alg":"RS256","kid":"other"}"#,
            r#"{"alg":"RS256"}"#,
            "x",
        ] {
            let token = format!("{}.{claims}.{}", encode(header), encode("signature"));
            assert!(check(&token, &keys, "i", "c", "n").is_err(), "{header}");
        }
        assert!(check("", &keys, "i", "c", "n").is_err());
    }
}
