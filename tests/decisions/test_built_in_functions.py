"""What the built-in functions give: a table for each subject, (expression, value as FEEL)."""

import pytest

from decisions.feel.json_form import to_json
from decisions.feel.parsing import parse_expression


def value_of(text: str) -> object:
    """Return the value of *text* in JSON."""
    return to_json(parse_expression(text).evaluate({}), exact=True)


def _rows(table: str) -> list[tuple[str, str]]:
    """Return (expression, expected) of the lines `expression => expected`."""
    pairs = (line.split(" => ") for line in table.strip().splitlines())
    return [(left.strip(), right.strip()) for left, right in pairs]


STRINGS = r"""
substring("foobar", 3) => "obar"
substring("foobar", 3, 3) => "oba"
substring("foobar", -2, 1) => "a"
substring("foobar", 3, 3.8) => "oba"
substring("🐎ab", 2) => "ab"
substring(string: "foobar", start position: 3) => "obar"
substring("foobar", 0) => null
substring(null, 1) => null
substring("foobar", 1, null) => null
substring(string: "foobar", wrong: 1) => null
string length("🐎ab") => 3
upper case("aBc4") => "ABC4"
lower case("aBc4") => "abc4"
substring before("foobar", "bar") => "foo"
substring before("foobar", "xyz") => ""
substring after("foobar", "ob") => "ar"
substring after("", "a") => ""
contains("foobar", "ob") => true
starts with("foobar", "fo") => true
ends with("foobar", "r") => true
string join(["a", null, "c"], "X") => "aXc"
string join(["a", "b"]) => "ab"
string join(["a", "b"], null) => "ab"
string join([]) => ""
string join([1, 2]) => null
string join(["a"], "X", "foo") => null
trim("  a ") => "a"
is blank(" ") => true
"""

PATTERNS = r"""
matches("foobar", "^fo*b") => true
matches("ABC", "abc", "i") => true
matches("a\nb", "^b$", "m") => true
matches("a\nb", "a.b") => false
matches("a\nb", "a.b", "s") => true
matches("hello world", "hello\\ sworld", "x") => true
matches("helloworld", "hello world", "x") => true
matches("a.b", "a.b", "q") => true
matches("axb", "a.b", "q") => false
matches("abc", "abc", "g") => null
matches("x", "[0-9") => null
matches("abcd", "(asd)[\\1]") => null
matches("李", "\\p{Lo}") => true
matches("A", "^\\P{Ll}$") => true
matches("o", "^[a-z-[aeiou]]$") => false
matches("b", "^[a-z-[aeiou]]$") => true
matches("名:1", "^\\i\\c*$") => true
matches("abcabc", "^(abc)\\1$") => true
matches("abc\n", "c$") => false
replace("abcd", "(ab)|(a)", "[1=$1][2=$2]") => "[1=ab][2=]cd"
replace("abracadabra", "bra", "*") => "a*cada*"
replace("abracadabra", "a.*?a", "*") => "*c*bra"
replace("facetiously", "[iouy]", "[$0]") => "facet[i][o][u]sl[y]"
replace("abc", "b", "\\$") => "a$c"
replace("abc", "b", "$") => null
replace("abc", "x*", "-") => null
replace("ab", "ab", "CD", null) => "CD"
split("John Doe", "\\s") => ["John", "Doe"]
split("a;b;c;;", ";") => ["a", "b", "c", "", ""]
split("foo bar", "[a-z") => null
extract("a1b22", "[0-9]+") => ["1", "22"]
"""

LISTS = """
list contains([1, 2, 3], 2) => true
list contains([null], null) => true
list contains([1], null) => false
count([1, [2, 3]]) => 2
count([]) => 0
count(1) => 1
sublist([4, 5, 6], 1, 2) => [4, 5]
sublist([4, 5, 6], -2, 1) => [5]
sublist([4, 5, 6], 0) => null
sublist([4, 5, 6], 1, 10 ** 6000) => null
append([1], 2, 3) => [1, 2, 3]
concatenate([1, 2], [3]) => [1, 2, 3]
insert before([1, 3], 1, 2) => [2, 1, 3]
insert before([1, 3], -1, 2) => [1, 2, 3]
insert before([1, 3], 5, 2) => null
remove([1, 2, 3], 2) => [1, 3]
reverse([1, 2, 3]) => [3, 2, 1]
index of([1, 2, 3, 2], 2) => [2, 4]
index of([1, 2], 5) => []
union([1, 2], [2, 3]) => [1, 2, 3]
distinct values([1, 2, 3, 2, 1]) => [1, 2, 3]
distinct values([1, "1", null, null]) => [1, "1", null]
duplicate values([1, 2, 3, 2, 1]) => [1, 2]
flatten([[1, 2], [[3]], 4]) => [1, 2, 3, 4]
list replace([2, 4, 7, 8], 3, 6) => [2, 4, 6, 8]
list replace([2, 4, 7, 8], function(item, newItem) item < newItem, 5) => [5, 5, 7, 8]
partition([1, 2, 3], 2) => [[1, 2], [3]]
is empty([]) => true
sort([3, 1, 2]) => [1, 2, 3]
sort([3, 1, 2], function(x, y) x > y) => [3, 2, 1]
sort(list: ["b", "a"], precedes: function(x, y) x < y) => ["a", "b"]
"""

AGGREGATES = """
min(1, 2, 3) => 1
min([]) => null
max(["a", "c", "b"]) => "c"
max(@"2026-10-09", @"2026-10-10") => @"2026-10-10"
max([1, "a"]) => null
sum(1, 2, 3) => 6
sum([0.1, 0.2]) => 0.3
sum([]) => null
sum([@"P1D", @"PT12H"]) => @"P1DT12H"
sum([1, null]) => null
mean([1, 2, 3, 4]) => 2.5
mean([]) => null
median(8, 2, 5, 3, 4) => 4
median([6, 1, 2, 3]) => 2.5
median([]) => null
stddev(2, 4, 7, 5) => 2.081665999466132735282297706979931
stddev([47]) => null
mode(6, 3, 9, 6, 6) => [6]
mode([6, 1, 9, 6, 1]) => [1, 6]
mode([]) => []
product(2, 3, 4) => 24
product([]) => null
all([true, true]) => true
all([false, null, true]) => false
all([true, null]) => null
all([]) => true
all(0) => null
any([false, null, true]) => true
any([false, null]) => null
any([]) => false
"""

NUMBERS = """
decimal(1/3, 2) => 0.33
decimal(2.5, 0) => 2
decimal(1.5, 0) => 2
decimal(0.515, 2) => 0.52
decimal(1234, -2) => 1200
decimal(1.5, 9999) => null
floor(-1.5) => -2
floor(1.56, 1) => 1.5
ceiling(1.5) => 2
ceiling(-1.56, 1) => -1.5
round up(5.5, 0) => 6
round up(-1.126, 2) => -1.13
round down(-5.5, 0) => -5
round half up(5.5, 0) => 6
round half up(-1.126, 2) => -1.13
round half down(5.5, 0) => 5
round half down(-5.5, 0) => -5
abs(-10) => 10
abs(@"-PT5H") => @"PT5H"
modulo(-12, 5) => 3
modulo(12, -5) => -3
modulo(10.1, 4.5) => 1.1
modulo(-10.1, 4.5) => 3.4
modulo(1, 0) => null
sqrt(16) => 4
sqrt(-3) => null
log(1) => 0
log(0) => null
exp(0) => 1
exp(10 ** 30) => null
decimal(1, 10 ** 6000) => null
odd(-1) => true
even(2) => true
odd(1.5) => null
number("1 000,0", " ", ",") => 1000
number("1,000.0", ",", ".") => 1000
number("1.000.000,01", ".") => null
number("-1.5e2") => -150
number("abc") => null
"""

CONVERSION = r"""
string(1.10) => "1.1"
string(null) => null
string("foo") => "foo"
string([1, "foo", null, [true]]) => "[1, \"foo\", null, [true]]"
string({a: "foo", "{": 1}) => "{a: \"foo\", \"{\": 1}"
string(date("2012-12-25")) => "2012-12-25"
string(@"2018-12-10T10:30:00.0001+05:00:01") => "2018-12-10T10:30:00.0001+05:00:01"
string(@"10:30:00@Etc/UTC") => "10:30:00@Etc/UTC"
string(@"PT49H") => "P2DT1H"
string(@"P0D") => "PT0S"
string(@"P0Y") => "P0M"
string(@"-P1DT2H3M4.1234S") => "-P1DT2H3M4.1234S"
string([1..3)) => "[1..3)"
range("[1..3)") => [1..3)
range("]1..3[") => (1..3)
range("[18..)") => (>= 18)
range("[..18]") => null
range("[18..]") => null
range("(..18]") = <= 18 => true
range("(18..)") != > 18 => false
range("(..5)") => (< 5)
range("[\"a\"..\"b\"]") => ["a".."b"]
range("[@\"2026-10-09\"..date(\"2026-10-10\")]") => [@"2026-10-09"..@"2026-10-10"]
range("[3..1]") => null
range("[x..1]") => null
range("..") => null
not(true) => false
is(1, 1.0) => true
is(@"23:00:50Z", @"23:00:50") => false
is(@"2012-12-25", @"23:00:50") => false
is(@"23:00:50Z", @"23:00:50+00:00") => true
is(@"23:00:50@Asia/Shanghai", @"23:00:50+08:00") => true
is(@"23:00:50+08:00", @"15:00:50Z") => false
is(@"P0D", @"P0M") => false
is({a: 1}, null) => false
date("2012-12-25") => @"2012-12-25"
date(@"2012-12-25T11:00:00Z") => @"2012-12-25"
date(2017, 2, 29) => null
date("2017-2-3") => null
date(2017, 1, 2, 3) => null
time("23:59:00Z") => time(23, 59, 0, @"PT0H")
time(@"2012-12-25T11:00:00Z") => @"11:00:00Z"
time(11, 0, 1.5) => @"11:00:01.5"
time("25:00:00") => null
date and time("2012-12-24") => @"2012-12-24T00:00:00"
date and time(@"2012-12-24", @"23:59:00") => @"2012-12-24T23:59:00"
date and time(2012, 12, 24, 23, 59, 0) => @"2012-12-24T23:59:00"
date and time(@"2012-12-24T12:00:00Z", "Asia/Shanghai") => @"2012-12-24T20:00:00@Asia/Shanghai"
date and time("2012-12-24T10:00:00@Nowhere/City") => null
duration("P26M") => @"P2Y2M"
duration("P1Y1D") => null
duration("P1W") => null
duration("P") => null
years and months duration(@"2011-12-22", @"2013-08-24") => @"P1Y8M"
years and months duration(@"2016-01-21", @"2015-01-22") => @"-P11M"
day of year(@"2019-09-17") => 260
day of week(@"2019-09-17") => "Tuesday"
month of year(@"2019-09-17") => "September"
week of year(@"2005-01-01") => 53
last day of month(@"2024-02-03") => @"2024-02-29"
"""

CONTEXTS = """
get value({a: 1}, "a") => 1
get value({a: 1}, "b") => null
get value({a: {b: 2}}, ["a", "b"]) => 2
get entries({a: 1}) => [{key: "a", value: 1}]
get entries({a: 1, b: 2})[key = "b"].value => [2]
context([{key: "a", value: 1}]) => {a: 1}
context({key: "a", value: 1}) => {a: 1}
context([{key: "a", value: 1}, {key: "a", value: 2}]) => null
context([{key: "a"}]) => null
context put({x: 1}, "y", 2) => {x: 1, y: 2}
context put({x: {y: 1}}, ["x", "y"], 2) => {x: {y: 2}}
context put({x: 1}, [], 2) => null
context merge([{x: 1, y: 0}, {y: 2}]) => {x: 1, y: 2}
put({x: 1}, "y", 2) => {x: 1, y: 2}
put all({x: 1}, {y: 2}) => {x: 1, y: 2}
get or else(null, 3) => 3
is defined(null) => false
assert(1, 1 > 2, "no") => null
"""

INTERVALS = """
before(1, 10) => true
before([1..10], 10) => false
before([1..10), 10) => true
before(1, (1..10]) => true
before([1..10), [10..20]) => true
after((11..20], 11) => true
after([11..20], [1..10]) => true
meets([1..5], [5..10]) => true
meets([1..5), [5..10]) => false
met by([5..10], [1..5]) => true
overlaps([1..5], [3..8]) => true
overlaps([1..5], (5..8]) => false
overlaps before([1..5], [3..8]) => true
overlaps before([1..5), [5..8]) => false
overlaps before([1..5], (1..5]) => true
overlaps after([3..8], [1..5]) => true
overlaps after((1..5], [1..5)) => true
finishes(10, [1..10]) => true
finishes(10, [1..10)) => false
finishes([5..10], [1..10]) => true
finished by([1..10], 10) => true
includes([1..10], [4..6]) => true
includes([1..10], 5) => true
includes((1..10], 1) => false
during([4..6], [1..10]) => true
starts(1, [1..10]) => true
starts([1..5], [1..10]) => true
started by([1..10], 1) => true
coincides([1..5], [1..5]) => true
coincides([1..5), [1..5]) => false
coincides(5, 5) => true
before(1, "a") => null
"""

TABLES = {
    "strings": STRINGS,
    "patterns": PATTERNS,
    "lists": LISTS,
    "aggregates": AGGREGATES,
    "numbers": NUMBERS,
    "conversion": CONVERSION,
    "contexts": CONTEXTS,
    "intervals": INTERVALS,
}


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        pytest.param(*row, id=f"{name}: {row[0]}")
        for name, table in TABLES.items()
        for row in _rows(table)
    ],
)
def test_a_function_gives_its_value(expression: str, expected: str) -> None:
    """Each call gives what the standard's tables say."""
    assert value_of(expected) == value_of(expression)


def test_the_clock_is_not_built_in() -> None:
    """`now()` and `today()` are the host's: an expression alone knows no time."""
    assert parse_expression("now()").evaluate({}) is None
    assert parse_expression("today()").evaluate({}) is None
