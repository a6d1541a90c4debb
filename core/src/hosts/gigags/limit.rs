//! `maxFileSize`: a text such as `512MB`. The site's own script takes the number in front as
//! megabytes.

use crate::json::{Json, Shape};

/// The limit in bytes; `None` if it is 0 or cannot be read, which means no limit.
pub(super) fn bytes(value: Json<'_>) -> Option<u64> {
    let text = match value.shape() {
        Shape::Text(text) => text.trim().to_ascii_uppercase(),
        Shape::Number(number) => number.to_string(),
        _ => return None,
    };
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (amount, unit) = text.split_at_checked(digits)?;
    let scale: u64 = match unit.trim() {
        "KB" => 1 << 10,
        "" | "MB" => 1 << 20,
        "GB" => 1 << 30,
        _ => return None,
    };
    amount.parse::<u64>().ok()?.checked_mul(scale).filter(|bytes| *bytes > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Document;
    use serde_json::json;

    #[test]
    fn q4_a_limit_is_megabytes_unless_it_names_a_unit() {
        for (value, expected) in [
            (json!("512MB"), Some(512 << 20)),
            (json!("512 mb"), Some(512 << 20)),
            (json!("1GB"), Some(1 << 30)),
            (json!("64KB"), Some(64 << 10)),
            (json!("512"), Some(512 << 20)),
            (json!(512), Some(512 << 20)),
            (json!("0MB"), None),
            (json!(0), None),
            (json!("lots"), None),
            (json!("12XB"), None),
            (json!("99999999999999999999GB"), None),
            (json!(null), None),
            (json!([1]), None),
        ] {
            assert_eq!(bytes(Document::of(&value).root()), expected, "{value}");
        }
    }
}
