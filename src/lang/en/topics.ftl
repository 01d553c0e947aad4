# The line below the help of everything: apart, since that help needs nothing else.
topics-known = Topics, with 'epic help TOPIC': { $topics }
