# Titre des sujets sous l’aide générale : à part, car cette aide n’a besoin de rien d’autre.
topics-known = Sujets (epic help SUJET) :
topics-permissions = Droits : quel service peut utiliser quelle commande
