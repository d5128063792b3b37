#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Site(
    Repository("core"),
    Pipeline("five").Schedule("0 3 * * *"),
    Pipeline("hour").Schedule("0 0 25 * * ?"),
    Pipeline("never").Schedule("0 0 0 31 2 ?"),
    Pipeline("none").On(Timer),
    Pipeline("late").Schedule("0 0 3 * * ?", jitter: Minutes(1500)));

/* expect:
site.csx(6,22): error PCI2025: the schedule '0 3 * * *' of pipeline 'five' cannot be used: it must have six fields: seconds, minutes, hours, day of the month, month, day of the week; for example 0 0 3 * * ? for three o'clock every night.
site.csx(7,22): error PCI2025: the schedule '0 0 25 * * ?' of pipeline 'hour' cannot be used: Hour values must be between 0 and 23.
site.csx(8,23): error PCI2025: the schedule '0 0 0 31 2 ?' of pipeline 'never' cannot be used: it never comes due.
site.csx(9,22): error PCI2025: pipeline 'none' is triggered by a timer that it does not have; add .Schedule("0 0 3 * * ?").
site.csx(10,22): error PCI2006: the jitter of pipeline 'late' is 1.01:00:00; it must be from zero to a day.
*/
