//! The same commands for programs.
use super::Accounts;
use crate::ApiRouter;
pub fn api(_room: Accounts) -> ApiRouter {
    ApiRouter::new()
}
