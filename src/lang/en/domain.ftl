# Why a typed value is refused: the end of "invalid value for --x: …", without a capital or a full stop.

invalid-blank = must not be blank
invalid-length = must have { $min } to { $max } characters, this has { $count }
invalid-length-at-most = must have at most { $max } characters, this has { $count }
invalid-line-break = must not contain line breaks ({ $code })
invalid-control = must not contain control characters ({ $code })
invalid-bidirectional = must not contain bidirectional controls or byte order marks ({ $code })
