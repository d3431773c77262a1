//! Taking in other tools' records.
use crate::App;
use crate::dto::{ApiError, ImportArgs, ImportDto};
impl App {
    pub(crate) fn import(&self, args: ImportArgs) -> Result<ImportDto, ApiError> {
        Err(ApiError::new("not-yet", args.format, ""))
    }
}
