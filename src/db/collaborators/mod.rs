//! The table `collaborators`.

mod list;
mod row;
mod write;

pub use list::{CollaboratorFilter, CollaboratorSort};
pub use row::{Collaborator, CollaboratorName, count, count_active, find, find_by_login};
pub use write::{CollaboratorChanges, NewCollaborator, insert, update};
