# Heading of the topics below the help of everything: apart, since that help needs nothing else.
topics-known = Topics (epic help TOPIC):
topics-permissions = Permissions: which department can use which command
