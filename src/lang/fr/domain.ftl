# Pourquoi une valeur saisie est refusée : la fin de « valeur incorrecte pour --x : … », sans majuscule ni point.

invalid-blank = ne doit pas être vide
invalid-length = doit avoir de { $min } à { $max } caractères, il y en a { $count }
invalid-length-at-most = doit avoir au plus { $max } caractères, il y en a { $count }
invalid-line-break = ne doit pas contenir de saut de ligne ({ $code })
invalid-control = ne doit pas contenir de caractère de contrôle ({ $code })
invalid-bidirectional = ne doit pas contenir de contrôle bidirectionnel ni de marque d’ordre des octets ({ $code })
