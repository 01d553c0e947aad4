# Pourquoi une valeur saisie est refusée : la fin de « valeur incorrecte pour --x : … », sans majuscule ni point.

invalid-blank = ne doit pas être vide
invalid-nul = ne doit pas contenir U+0000
invalid-length = doit avoir de { $min } à { $max } caractères (ici { $count })
invalid-length-at-most = doit avoir au plus { $max } caractères (ici { $count })
invalid-line-break = ne doit pas contenir de saut de ligne ({ $code })
invalid-control = ne doit pas contenir de caractère de contrôle ({ $code })
invalid-bidirectional = ne doit pas contenir de contrôle bidirectionnel ni de marque d’ordre des octets ({ $code })
invalid-id = doit être un numéro, tel que 12
invalid-one-of = doit être l’une de ces valeurs : { $known }
invalid-either = { $one } ou { $other }
invalid-attendees = doit être un nombre entier de 1 à { $max }
invalid-contract-status = doit être unsigned (non signé), pending (en attente) ou signed (signé)
invalid-department = doit être management (gestion), sales (commercial) ou support
invalid-history-noun = doit être customer (client), contract (contrat), event (événement) ou collaborator (collaborateur)
invalid-audit-anchor = doit être NUMÉRO:EMPREINTE, ou un fichier contenant ce qu’affiche epic audit anchor
invalid-token-name = ne doit pas être un nombre, réservé aux numéros de jeton
invalid-login = ne doit contenir que des lettres sans accent, des chiffres, des points, des tirets bas et des tirets

## Durées, dates et heures

invalid-duration = doit être une durée telle que 45s, 30m, 8h, 1d ou 1h30m
invalid-duration-zero = doit être plus longue que zéro
invalid-duration-long = doit être une durée plus courte
invalid-zone = doit être un fuseau horaire IANA tel que Europe/Paris ou UTC
invalid-years = doit être entre les années 1970 et 9999
invalid-calendar-day = doit être un jour qui existe
invalid-clock-time = doit avoir une heure entre 00:00:00 et 23:59:59
invalid-instant = doit être une date et une heure de la RFC 3339 telles que 2026-05-20T16:00:00Z
invalid-date-time = doit être une date et une heure telles que 2026-05-20 18:00
invalid-end = doit être une date et une heure telles que 2026-05-20 18:00, ou une durée telle que +3h
invalid-day = doit être un jour tel que 2026-05-20, today (aujourd’hui), tomorrow (demain), yesterday (hier), +7d ou -30d
invalid-time-twice = { $time } existe deux fois dans le fuseau { $zone } (passage à l’heure d’hiver) : écrivez { $readings }
invalid-time-skipped = { $time } n’existe pas dans le fuseau { $zone } (passage à l’heure d’été) : écrivez { $readings }
invalid-time-reading = { $instant } ({ $shown } dans ce fuseau)
invalid-expiry = doit être une durée telle que 90d (90 jours), ou une date telle que 2026-05-20
invalid-expiry-past = doit être dans le futur
invalid-expiry-far = doit être dans { $days } jours au plus

## Adresses électroniques

invalid-email-bytes = doit avoir au plus { $max } octets (ici { $count })
invalid-email-at = doit contenir un @, comme nom@exemple.fr
invalid-email-name = doit avoir un nom avant le @
invalid-email-name-long = doit avoir au plus 64 octets avant le @
invalid-email-domain = doit avoir un domaine après le @
invalid-email-dot = doit avoir après le @ un domaine avec un point, tel que exemple.fr
invalid-email-part = ne doit pas avoir de partie vide dans son domaine
invalid-email-part-long = doit avoir au plus 63 caractères dans chaque partie de son domaine
invalid-email-literal = doit avoir un nom de domaine après le @, pas une adresse IP
invalid-email-display-name = doit être l’adresse seule, sans nom ni chevrons
invalid-email-character = doit être une adresse telle que nom@exemple.fr, sans espaces ni caractères spéciaux

## Montants

invalid-negative = ne doit pas être négatif
invalid-amount = doit être un montant tel que 1500, 1500.50 ou 1 500,50
invalid-amount-large = ne doit pas dépasser { $max }
invalid-amount-separators = doit avoir un seul séparateur décimal, et seulement des espaces entre les milliers, comme 1500.50 ou 1 500,50
invalid-amount-decimals = doit avoir au plus deux décimales
invalid-amount-groups = doit grouper ses chiffres par trois, comme 1 500 000

## Numéros de téléphone

invalid-phone-characters = ne doit contenir que des chiffres, des espaces, des points, des tirets, des barres obliques, des parenthèses et un + au début
invalid-phone-digits = doit avoir de { $min } à { $max } chiffres avec l’indicatif du pays (ici { $count })
invalid-phone-code = doit avoir un indicatif de pays après + ou 00 ; aucun ne commence par 0
invalid-phone-french = doit être un numéro français tel que 06 01 02 03 04, ou commencer par un indicatif de pays tel que +33

## Mots de passe : la fin de « le mot de passe … »

invalid-password-short = doit avoir au moins { $min } caractères
invalid-password-long = doit avoir au plus { $max } caractères
invalid-password-public = est publié dans la documentation
invalid-password-weak = est trop facile à deviner
invalid-password-reason = { $problem } : { $reason }
invalid-password-rows = les rangées de touches sont faciles à deviner
invalid-password-keyboard = les motifs courts au clavier sont faciles à deviner
invalid-password-repeats = les répétitions comme « aaa » sont faciles à deviner
invalid-password-repeated-groups = les répétitions comme « abcabcabc » sont à peine plus difficiles à deviner que « abc »
invalid-password-top-10 = c’est l’un des 10 mots de passe les plus courants
invalid-password-top-100 = c’est l’un des 100 mots de passe les plus courants
invalid-password-common = c’est un mot de passe très courant
invalid-password-similar = il ressemble à un mot de passe courant
invalid-password-sequences = les suites comme abc ou 6543 sont faciles à deviner
invalid-password-recent-years = les années récentes sont faciles à deviner
invalid-password-word = un mot seul est facile à deviner
invalid-password-dates = les dates sont souvent faciles à deviner
invalid-password-names-alone = les noms et prénoms seuls sont faciles à deviner
invalid-password-names = les noms et prénoms courants sont faciles à deviner
invalid-password-use-words = employez quelques mots et évitez les expressions courantes
invalid-password-use-anything = ni symboles, ni chiffres, ni majuscules ne sont nécessaires
invalid-password-use-another-word = ajoutez un mot ou deux, de préférence rares
invalid-password-capitals = les majuscules ne renforcent guère un mot de passe
invalid-password-all-capitals = tout en majuscules est presque aussi facile à deviner que tout en minuscules
invalid-password-reversed = les mots à l’envers ne sont guère plus difficiles à deviner
invalid-password-substitutions = les substitutions prévisibles comme « @ » au lieu de « a » ne renforcent guère un mot de passe
invalid-password-use-longer-pattern = employez un motif au clavier plus long, avec davantage de changements de direction
invalid-password-avoid-repeats = évitez les mots et les caractères répétés
invalid-password-avoid-sequences = évitez les suites
invalid-password-avoid-recent-years = évitez les années récentes
invalid-password-avoid-own-years = évitez les années qui vous sont liées
invalid-password-avoid-own-dates = évitez les dates et les années qui vous sont liées
