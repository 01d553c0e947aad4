DROP TRIGGER rules ON public.customers;
DROP TRIGGER rules ON public.contracts;
DROP TRIGGER rules ON public.events;
DROP TRIGGER rules ON public.collaborators;
DROP FUNCTION epic_sec.customer_rules(), epic_sec.contract_rules(), epic_sec.event_rules(), epic_sec.collaborator_rules(),
    epic_sec.still_own(bigint);
