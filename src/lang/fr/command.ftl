
command-nothing-to-change = Rien à modifier.
command-contract-signed-already = Le contrat { $id } est déjà signé.
command-due-exceeds-total = le reste dû dépasse le montant total
command-at-most-the-total = ne doit pas dépasser le montant total
command-at-most-the-due = ne doit pas dépasser le reste dû
command-more-than-zero = doit être supérieur à zéro
command-after-start = doit être après le début
command-end-not-after-start = la fin n’est pas après le début
command-not-in-the-past = ne doit pas être dans le passé
command-unlocked = { $login } peut de nouveau se connecter.
command-password-reset = Toutes les sessions et tous les jetons de { $login } sont révoqués ; ce mot de passe devra être changé à la prochaine connexion.
command-reset-password =
    Donner ce mot de passe à { $login }{ $sessions ->
        [none] { $tokens ->
            [none] {""}
           *[other] , et révoquer { $tokens }
        }
       *[other] { $tokens ->
            [none] , et révoquer { $sessions }
           *[other] , et révoquer { $sessions } et { $tokens }
        }
    } ?
command-password-ended = le mot de passe de { $login } n’est plus valable : il dépendait de l’ancien identifiant
command-sessions-ended = Toutes les sessions et tous les jetons de { $login } sont révoqués.
command-still-owns =
    { $login } est encore responsable de { $customers ->
        [0] { $events ->
            [one] { $events } événement à venir
           *[other] { $events } événements à venir
        }
       *[other] { $customers ->
            [one] { $customers } client
           *[other] { $customers } clients
        }{ $events ->
            [0] {""}
            [one] {" "}et de { $events } événement à venir
           *[other] {" "}et de { $events } événements à venir
        }
    } : à confier à d’autres collaborateurs (epic customer transfer, epic event assign)
command-move =
    Affecter { $login } au service { $department }{ $sessions ->
        [none] { $tokens ->
            [none] {""}
           *[other] , et révoquer { $tokens }
        }
       *[other] { $tokens ->
            [none] , et révoquer { $sessions }
           *[other] , et révoquer { $sessions } et { $tokens }
        }
    } ?
command-deactivated = Le compte { $login } est désactivé, et ses sessions et jetons sont révoqués.
command-deactivated-already = Le compte { $login } est déjà désactivé.
command-deactivate =
    Désactiver { $login }{ $sessions ->
        [none] { $tokens ->
            [none] {""}
           *[other] , et révoquer { $tokens }
        }
       *[other] { $tokens ->
            [none] , et révoquer { $sessions }
           *[other] , et révoquer { $sessions } et { $tokens }
        }
    } ?
command-deactivate-giving =
    Désactiver { $login }{ $sessions ->
        [none] { $tokens ->
            [none] {""}
           *[other] , révoquer { $tokens }
        }
       *[other] { $tokens ->
            [none] , révoquer { $sessions }
           *[other] , révoquer { $sessions } et { $tokens }
        }
    }, et confier { $customers ->
        [none] { $events }
       *[other] { $events ->
            [none] { $customers }
           *[other] { $customers } et { $events }
        }
    } à { $successor } ?
command-next-login = Ensuite : epic login { $login }
command-password-argument = un mot de passe ne peut pas être un argument : omettez-le pour qu’il soit demandé, ou utilisez --password-stdin
command-password-given = votre mot de passe a été choisi par la gestion et doit d’abord être changé : epic password change
command-last-login = Dernière connexion : { $at }.
command-wrong-passwords =
    { $count ->
        [one] un mot de passe incorrect
       *[other] { $count } mots de passe incorrects
    } depuis { $at ->
        [never] la création du compte
       *[other] la dernière connexion, { $at }
    }
command-choose-password = Votre mot de passe a été choisi par la gestion : choisissez le vôtre.
command-same-password = le nouveau mot de passe est identique à l’actuel
command-another-password = doit être différent de l’actuel
command-password-changed = Votre mot de passe est changé, et toutes vos sessions et tous vos jetons sont révoqués. Ensuite : epic login { $login }
command-taken = appartient déjà à un autre collaborateur, actif ou non
command-overlap = { $login } s’occupe déjà de l’événement { $other } pendant l’événement { $event }. Le lui confier quand même ?
