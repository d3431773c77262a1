//! Addresses that leave the application, into the person's own browser or mail program.

use throughline_api::dto::ApiError;

/// Opens an `https:`, `http:` or `mailto:` address outside. Anything else is refused: a `file:`
/// address or another program's own scheme could run what somebody wrote into a note.
pub fn open(address: &str) -> Result<(), ApiError> {
    let url = allowed(address).ok_or_else(|| {
        ApiError::new(
            "link-refused",
            "This address is not opened: only web and mail addresses are. Nothing was done.",
            "Copy the address and open it yourself if you trust it.",
        )
        .about(address)
    })?;
    open::that_detached(url.as_str()).map_err(|error| {
        ApiError::new(
            "link-failed",
            format!("No program opened the address: {error}."),
            "Copy the address into a browser.",
        )
        .about(address)
    })
}

fn allowed(address: &str) -> Option<tauri::Url> {
    let url = tauri::Url::parse(address).ok()?;
    match url.scheme() {
        "https" | "http" => url.has_host().then_some(url),
        "mailto" => Some(url),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::allowed;

    #[test]
    fn web_and_mail_addresses_are_opened() {
        for address in ["https://example.org/a?b=c#d", "http://example.org", "mailto:team@example.org"] {
            assert!(allowed(address).is_some(), "{address}");
        }
    }

    #[test]
    fn addresses_that_could_run_something_are_refused() {
        for address in [
            "file:///etc/passwd",
            "javascript:alert(1)",
            "data:text/html,<script>1</script>",
            "smb://host/share",
            "vscode://file/x",
            "-flag",
            "/usr/bin/env",
            "",
        ] {
            assert!(allowed(address).is_none(), "{address}");
        }
    }
}
