# La ligne sous l’aide générale : à part, car cette aide n’a besoin de rien d’autre.
topics-known = Sujets, avec « epic help SUJET » : { $topics }
