//! The administrator of the database, whom nothing stops: what they edit in the memory of what happened is made evident.

use super::{Attack, World};

/// None: nothing refuses them for good.
pub const ATTACKS: &[Attack] = &[];

#[test]
fn an_edited_memory_is_refused_at_first_and_found_afterwards() {
    let edits = [
        "UPDATE public.audit_entries SET collaborator_id = 2 WHERE sequence = 2",
        "UPDATE public.audit_entries SET changes = '{}' WHERE sequence = 2",
        "DELETE FROM public.audit_entries WHERE sequence = 2",
        "DELETE FROM public.audit_entries WHERE sequence = (SELECT max(sequence) FROM public.audit_entries)",
    ];
    for edit in edits {
        let world = World::new();
        world.execute(
            "UPDATE public.customers SET first_name = 'Y'; UPDATE public.customers SET first_name = 'Z'",
        );
        let verify = || world.env().run_as("AMartinez", ["audit", "verify"]);
        verify().success();
        let refusal = world.env().refusal(edit);
        assert!(refusal.contains("never changed or removed"), "{refusal}");
        world.execute(&format!("SET session_replication_role = replica; {edit}"));
        assert_ne!(verify().status, 0, "{edit}");
    }
}
