
command-nothing-to-change = Rien à modifier.
command-contract-signed-already = Le contrat { $id } est déjà signé.
command-due-exceeds-total = --due est supérieur à --total
command-at-most-the-total = ne doit pas dépasser le montant total
command-at-most-the-due = ne doit pas dépasser le reste dû
command-more-than-zero = doit être supérieur à zéro
command-after-start = doit être après le début
command-end-not-after-start = --end n’est pas après --start
command-not-in-the-past = ne doit pas être dans le passé
command-unlocked = { $login } peut de nouveau se connecter.
command-password-reset = Toutes les sessions de { $login } sont terminées ; le mot de passe devra être changé à la prochaine connexion.
command-reset-password = Donner ce mot de passe à { $login }, et terminer { $sessions } et { $tokens } ?
command-sessions-ended = Toutes les sessions de { $login } sont terminées.
command-still-owns =
    { $login } est encore responsable de { $customers ->
        [one] { $customers } client
       *[other] { $customers } clients
    } et de { $events ->
        [one] { $events } événement à venir
       *[other] { $events } événements à venir
    } : `epic customer transfer` et `epic event assign` les confient à d’autres
command-move = Affecter { $login } au service { $department }, et terminer { $sessions } et { $tokens } ?
command-deactivated = Le compte { $login } est désactivé, et ses sessions sont terminées.
command-deactivated-already = Le compte { $login } est déjà désactivé.
command-deactivate = Désactiver { $login }, et terminer { $sessions } et { $tokens } ?
command-deactivate-giving = Désactiver { $login }, terminer { $sessions } et { $tokens }, et confier { $customers } et { $events } à { $successor } ?
command-next-login = Ensuite : epic login { $login }
command-password-argument = un mot de passe n’est jamais un argument : il est demandé, ou lu avec --password-stdin
command-password-given = le mot de passe a été donné par quelqu’un d’autre et doit d’abord être changé : `epic password change`
command-choose-password = Ce mot de passe a été donné par quelqu’un d’autre : choisissez le vôtre.
command-same-password = le nouveau mot de passe est le mot de passe actuel
command-another-password = ne doit pas être l’actuel
command-password-changed = Le mot de passe est changé, et toutes les sessions de { $login } sont terminées. Ensuite : epic login { $login }
command-taken = ne doit pas être celui d’un autre collaborateur, actif ou non
command-overlap = { $login } s’occupe déjà de l’événement { $other } à l’heure de l’événement { $event }. L’affecter malgré tout ?
