//! Accounts: the seeded ones and those that tests add.

use serde::{Deserialize, Serialize};

use crate::host::Host;

/// An account at one host. Each host reads the fields that it knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Account {
    /// E-mail address or user name.
    pub login: String,
    /// The password.
    pub password: String,
    /// Paid account (rapidgator: downloads without waiting; giga0: a paid package).
    pub premium: bool,
    /// Level that may call the admin operations (giga0).
    pub admin: bool,
    /// First API key (giga0), or the API key (ge.tt), or empty.
    pub key1: String,
    /// Second API key (giga0), or empty.
    pub key2: String,
    /// A token that is valid from the start (giga.gs private token; any host that has tokens).
    pub token: String,
    /// Capacity in bytes; 0 means the host's usual one.
    pub storage: u64,
}

impl Default for Account {
    fn default() -> Self {
        Self {
            login: String::new(),
            password: String::new(),
            premium: true,
            admin: false,
            key1: String::new(),
            key2: String::new(),
            token: String::new(),
            storage: 0,
        }
    }
}

impl Account {
    /// A premium account with that login and password and nothing else.
    pub fn new(login: &str, password: &str) -> Self {
        Self { login: login.into(), password: password.into(), ..Self::default() }
    }

    /// The same account without premium.
    #[must_use]
    pub fn free(mut self) -> Self {
        self.premium = false;
        self
    }

    /// The same account with admin level.
    #[must_use]
    pub fn admin(mut self) -> Self {
        self.admin = true;
        self
    }

    fn keys(mut self, key1: &str, key2: &str) -> Self {
        self.key1 = key1.into();
        self.key2 = key2.into();
        self
    }

    fn token(mut self, token: &str) -> Self {
        self.token = token.into();
        self
    }

    /// The accounts that exist at a host after start and after a reset. They are built from the
    /// constants of [`seed`].
    pub fn seeded(host: Host) -> Vec<Self> {
        let main = Self::new(seed::LOGIN, seed::PASSWORD);
        let second = Self::new(seed::FREE_LOGIN, seed::FREE_PASSWORD).free();
        match host {
            Host::Rapidgator | Host::UploadGig => vec![main, second],
            Host::Giga0 => vec![
                main.keys(seed::GIGA0_KEY1, seed::GIGA0_KEY2),
                second.keys(seed::GIGA0_FREE_KEY1, seed::GIGA0_FREE_KEY2),
                Self::new(seed::ADMIN_LOGIN, seed::ADMIN_PASSWORD)
                    .admin()
                    .keys(seed::GIGA0_ADMIN_KEY1, seed::GIGA0_ADMIN_KEY2),
            ],
            Host::Gett => {
                vec![main.keys(seed::GETT_API_KEY, ""), second.keys(seed::GETT_FREE_API_KEY, "")]
            }
            Host::GigaGs => {
                vec![main.token(seed::GIGAGS_PRIVATE_TOKEN), second.token(seed::GIGAGS_FREE_TOKEN)]
            }
        }
    }
}

/// Credentials of the seeded accounts. All are invented.
pub mod seed {
    /// The main account at every host; premium where the host knows premium.
    pub const LOGIN: &str = "ann@example.test";
    /// Password of [`LOGIN`].
    pub const PASSWORD: &str = "correct horse 1";
    /// A second account at every host; free where the host knows premium.
    pub const FREE_LOGIN: &str = "bob@example.test";
    /// Password of [`FREE_LOGIN`].
    pub const FREE_PASSWORD: &str = "battery staple 2";
    /// giga0's administrator.
    pub const ADMIN_LOGIN: &str = "root@example.test";
    /// Password of [`ADMIN_LOGIN`].
    pub const ADMIN_PASSWORD: &str = "admin staple 3";
    /// First key of [`LOGIN`] at giga0 (64 characters).
    pub const GIGA0_KEY1: &str = "annkey1aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    /// Second key of [`LOGIN`] at giga0 (64 characters).
    pub const GIGA0_KEY2: &str = "annkey2bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
    /// First key of [`FREE_LOGIN`] at giga0.
    pub const GIGA0_FREE_KEY1: &str =
        "bobkey1ccccccccccccccccccccccccccccccccccccccccccccccccccccccccc";
    /// Second key of [`FREE_LOGIN`] at giga0.
    pub const GIGA0_FREE_KEY2: &str =
        "bobkey2ddddddddddddddddddddddddddddddddddddddddddddddddddddddddd";
    /// First key of [`ADMIN_LOGIN`] at giga0.
    pub const GIGA0_ADMIN_KEY1: &str =
        "admkey1eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee";
    /// Second key of [`ADMIN_LOGIN`] at giga0.
    pub const GIGA0_ADMIN_KEY2: &str =
        "admkey2fffffffffffffffffffffffffffffffffffffffffffffffffffffffff";
    /// API key of [`LOGIN`] at ge.tt.
    pub const GETT_API_KEY: &str = "apikey-ann-0123456789abcdef";
    /// API key of [`FREE_LOGIN`] at ge.tt.
    pub const GETT_FREE_API_KEY: &str = "apikey-bob-0123456789abcdef";
    /// Private token of [`LOGIN`] at giga.gs.
    pub const GIGAGS_PRIVATE_TOKEN: &str = "private-ann-0123456789abcdef";
    /// Private token of [`FREE_LOGIN`] at giga.gs.
    pub const GIGAGS_FREE_TOKEN: &str = "private-bob-0123456789abcdef";
}
