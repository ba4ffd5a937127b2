//! Everything outside that a use case may touch.

use crate::aws;
use crate::secret::Secret;
use crate::store::dynamo::Table;
use crate::store::s3::Objects;
use aws_sdk_dynamodb::config::SharedHttpClient;
use std::sync::OnceLock;

pub struct World {
    pub table: Table,
    pub secret: Secret,
    pub settings: Settings,
    pub http: SharedHttpClient,
    s3: OnceLock<aws_sdk_s3::Client>,
    ses: OnceLock<aws_sdk_sesv2::Client>,
}

/// Where this deployment lives. Read from the environment once, at the edge.
#[derive(Clone, Default)]
pub struct Settings {
    pub table: String,
    pub records_bucket: String,
    pub packages_bucket: String,
    pub letters_bucket: String,
    /// The page's origin, `https://desk.example`.
    pub page_origin: String,
    pub hmac_key: String,
    pub sign_in: SignIn,
    /// The sender of e-mails.
    pub mail_from: String,
    /// The set of rules by which the mail provider reports what became of a message, where there is one.
    pub mail_events: Option<String>,
    pub aws: Aws,
}

/// The pool that staff sign in at.
#[derive(Clone, Default)]
pub struct SignIn {
    /// Base URL of the sign-in page and of the token endpoint.
    pub origin: String,
    pub issuer: String,
    /// Where the pool's keys are.
    pub keys_url: String,
    pub client_id: String,
}

/// How AWS is reached. The credentials are the function's own and come with its environment.
#[derive(Clone, Default)]
pub struct Aws {
    pub region: String,
    pub access_key_id: String,
    pub secret_access_key: String,
    pub session_token: Option<String>,
    /// Another address than Amazon's, for a local AWS.
    pub endpoint: Option<String>,
    /// And another one for its S3.
    pub s3_endpoint: Option<String>,
}

impl World {
    pub fn new(settings: Settings) -> Self {
        Self::with_http(settings, aws::http_client())
    }

    /// With another way to AWS, which may fail where a test wants it to.
    pub fn with_http(settings: Settings, http: SharedHttpClient) -> Self {
        let dynamodb = aws::dynamodb(&settings.aws, &http);
        Self {
            table: Table::new(dynamodb, &settings.table),
            secret: Secret::new(&settings.hmac_key),
            settings,
            http,
            s3: OnceLock::new(),
            ses: OnceLock::new(),
        }
    }

    pub fn records(&self) -> Objects {
        self.objects(&self.settings.records_bucket)
    }

    pub fn packages(&self) -> Objects {
        self.objects(&self.settings.packages_bucket)
    }

    pub fn letters(&self) -> Objects {
        self.objects(&self.settings.letters_bucket)
    }

    /// Made on first use, so that a function that sends no mail holds no mail client.
    pub fn ses(&self) -> &aws_sdk_sesv2::Client {
        self.ses.get_or_init(|| aws::ses(&self.settings.aws, &self.http))
    }

    fn objects(&self, bucket: &str) -> Objects {
        let client = self.s3.get_or_init(|| aws::s3(&self.settings.aws, &self.http));
        Objects::new(client.clone(), bucket)
    }
}
