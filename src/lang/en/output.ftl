# Tables and records for people, and what is said below them.

output-month =
    { $month ->
        [1] January
        [2] February
        [3] March
        [4] April
        [5] May
        [6] June
        [7] July
        [8] August
        [9] September
        [10] October
        [11] November
       *[12] December
    }
output-month-short =
    { $month ->
        [1] Jan
        [2] Feb
        [3] Mar
        [4] Apr
        [5] May
        [6] Jun
        [7] Jul
        [8] Aug
        [9] Sep
        [10] Oct
        [11] Nov
       *[12] Dec
    }
output-date = { $day } { $month } { $year }
output-day-short = { $day } { $month }
output-status =
    { $status ->
        [unsigned] unsigned
        [pending] pending
       *[signed] signed
    }
output-department =
    { $department ->
        [management] management
        [sales] sales
       *[support] support
    }
