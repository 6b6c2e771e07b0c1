"""What expressions give: a table for each construct, (expression, value as FEEL).

A value is written in FEEL too and compared as JSON, so a row reads like the standard's examples.
"""

import pytest

from decisions.feel.json_form import to_json
from decisions.feel.parsing import parse_expression

CONTEXT = {
    "amount": 120,
    "kind": "complaint",
    "nothing": None,
    "guest": {"name": "李娜", "rooms": [{"no": 301, "nights": 2}, {"no": 302, "nights": 5}]},
    "full name": "Zhang San",
    "numbers": [5, 1, 4],
}


def value_of(text: str) -> object:
    """Return the value of *text* over the sample context, in JSON."""
    return to_json(parse_expression(text).evaluate(CONTEXT), exact=True)


def _rows(table: str) -> list[tuple[str, str]]:
    """Return (expression, expected) of the lines `expression => expected`."""
    pairs = (line.split(" => ") for line in table.strip().splitlines())
    return [(left.strip(), right.strip()) for left, right in pairs]


LITERALS = r"""
1 => 1
-0 => 0
.5 => 0.5
1.50 => 1.5
1.5e2 => 150
"text" => "text"
"a\"b\\c\n" => "a" + "\"b\\c\n"
"\u00e9" => "é"
"\uD83D\uDE00" => "😀"
"\U01F40E" => "🐎"
true => not(false)
null => null
[1, [2], "x"] => concatenate([1, [2]], ["x"])
{a: 1, "b c": 2} => context([{key: "a", value: 1}, {key: "b c", value: 2}])
@"2026-10-09" => date(2026, 10, 9)
1 /* one */ + 2 // and two => 3
"""

ARITHMETIC = """
1 + 2 * 3 => 7
(1 + 2) * 3 => 9
10 - 2 - 3 => 5
2 ** 3 ** 2 => 64
-3 ** 2 => 9
10--5 => 15
1 / 4 => 0.25
0.1 + 0.2 => 0.3
1 / 3 * 3 => 0.9999999999999999999999999999999999
9007199254740993 + 0 => 9007199254740993
1 / 0 => null
0 ** -1 => null
"a" + "b" => "ab"
"a" + 1 => null
null + 1 => null
true + true => null
-"a" => null
-nothing => null
10 ** 400 * 10 ** 400 / 10 ** 799 => 10
"""

COMPARISON = """
1 < 2 => true
2 <= 2 => true
"a" < "b" => true
1 = 1.0 => true
1 != 2 => true
1 = "1" => null
true = 1 => null
null = null => true
nothing = 1 => false
nothing != 1 => true
nothing < 1 => null
null != null => false
[1, 2] = [1, 2] => true
[1, 2] = [2, 1] => false
{a: 1} = {a: 1.0} => true
{a: 1} = {b: 1} => false
[1..3] = [1..3] => true
[1..3] = [1..3) => false
@"2026-10-09" < @"2026-10-10" => true
@"2026-10-09" = @"2026-10-09T00:00:00" => null
@"10:00:00" = @"10:00:00Z" => false
@"10:00:00+08:00" = @"02:00:00Z" => true
@"P1Y" = @"P12M" => true
@"P1Y" = @"P365D" => null
5 between 1 and 5 => true
0 between 1 and 5 => false
null between 1 and 5 => null
amount > 100 and kind = "complaint" => true
"""

LOGIC = """
true and true => true
true and null => null
false and null => false
null and false => false
true or null => true
false or null => null
null or true => true
null or null => null
not(null) => null
not(1) => null
1 and true => null
"a" or true => true
amount > 1 and amount > 2 and false => false
"""

MEMBERSHIP = """
1 in [1, 2] => true
3 in [1, 2] => false
1 in [[1..3], [5..9]] => true
4 in [[1..3], [5..9]] => false
5 in [1..5] => true
5 in [1..5) => false
5 in ]5..9] => false
5 in [1..5[ => false
5 in (1..9) => true
5 in (1, < 3, > 4) => true
5 in (< 3, 4) => false
5 in > 3 => true
5 in <= 4 => false
5 in (>= 3) => true
5 in not(5) => false
5 in not(6) and true => true
"b" in ("a", "b") => true
[1] in [[1], [2]] => true
[1, 2] in ([1, 2], [3]) => true
null in [1, null] => true
@"2026-10-09" in [@"2026-10-01"..@"2026-10-31"] => true
1 in 1 => true
amount in [100..200] and kind in ("complaint", "praise") => true
"""

CONTROL = """
if amount > 100 then "big" else "small" => "big"
if null then 1 else 2 => 2
if "x" then 1 else 2 => 2
if 1 = 1 then if false then 1 else 2 else 3 => 2
for i in [1, 2, 3] return i * i => [1, 4, 9]
for i in 1..3 return i => [1, 2, 3]
for i in 3..1 return i => [3, 2, 1]
for i in [1..3) return i => [1, 2]
for i in 1..2, j in [10, 20] return i + j => [11, 21, 12, 22]
for x in [1, 2], y in [x, x * 2] return y => [1, 2, 2, 4]
for i in 1..4 return if i = 1 then 1 else i * partial[-1] => [1, 2, 6, 24]
for i in 1..3 return partial => [[], [[]], [[], [[]]]]
for d in @"2026-02-27"..@"2026-03-01" return d.day => [27, 28, 1]
for i in null return i => null
for i in 1..1.5 return i => null
some x in numbers satisfies x > 4 => true
some x in numbers satisfies x > 5 => false
every x in numbers satisfies x > 0 => true
every x in [1, null] satisfies x > 0 => null
some x in [1, null] satisfies x > 5 => null
every x in [] satisfies false => true
some x in [1, 2], y in [2, 3] satisfies x = y => true
"""

PATHS = """
guest.name => "李娜"
guest.rooms.no => [301, 302]
guest.rooms[nights > 3].no => [302]
guest.rooms[1].no => 301
guest.rooms[-1].no => 302
guest.rooms[item.nights = 2].no => [301]
guest.missing => null
guest.missing.deeper => null
guest.rooms.missing => [null, null]
nothing.name => null
numbers[2] => 1
numbers[-1] => 4
numbers[0] => null
numbers[4] => null
numbers[item > 3] => [5, 4]
numbers[count(numbers) - 1] => 1
numbers[true] => [5, 1, 4]
numbers[false] => []
amount[1] => 120
amount[2] => null
[{item: 1}, {item: 2}][item >= 2] => [{item: 2}]
[1, 2, 3, 4][item > 2][1] => 3
{a: 1, b: a + 1, c: {d: b + a}}.c.d => 3
{a: 1, a: 2} => null
unknown => null
"""

NAMES = """
full name => "Zhang San"
string length(full name) => 9
string  length ("ab") => 2
`full name` => "Zhang San"
{profit/loss: 7, x: profit/loss + 1}.x => 8
{a-b: 5, a: 1, b: 1, x: a-b}.x => 5
{"first name": "A"}.first name => "A"
{first name: "A", x: first name + "!"}.x => "A!"
for each item in [1, 2] return each item + 1 => [2, 3]
some a b in [1] satisfies a b = 1 => true
(function(first value, second) first value - second)(5, 3) => 2
date and time("2026-10-09T10:00:00") = @"2026-10-09T10:00:00" => true
{if: 1}.if => 1
{客户: {姓名: "王"}}.客户.姓名 => "王"
{Mike's age: 30}.Mike's age => 30
{🐎: "horse"}.🐎 => "horse"
"""

FUNCTIONS = """
(function(x, y) x * y)(2, 3) => 6
{f: function(x: number) x + 1, r: f(1)}.r => 2
{f: function(x: number) x + 1, r: f("a")}.r => null
{f: function(x: number) x + 1, r: f([1])}.r => 2
{f: function(x: list<number>) count(x), r: f(1)}.r => 1
{f: function(n) if n <= 1 then 1 else n * f(n - 1), r: f(20)}.r => 2432902008176640000
{f: function(a, b) a - b, r: f(b: 1, a: 5)}.r => 4
{f: function(a, b) a - b, r: f(b: 1, c: 5)}.r => null
{f: function(a) a, r: f(1, 2)}.r => null
{f: function(a) a, r: f()}.r => null
{k: 10, f: function(a) a + k, r: f(1)}.r => 11
sort([3, 1, 2], function(a, b) a > b) => [3, 2, 1]
amount(1) => null
unheard of(1) => null
"""

TYPES = """
1 instance of number => true
"a" instance of string => true
true instance of boolean => true
null instance of Any => false
null instance of Null => true
1 instance of string => false
@"2026-10-09" instance of date => true
@"2026-10-09T10:00:00" instance of date and time => true
@"2026-10-09T10:00:00" instance of date => false
@"10:00:00" instance of time => true
@"PT1H" instance of days and time duration => true
@"P1Y" instance of years and months duration => true
[1, 2] instance of list<number> => true
[1, "a"] instance of list<number> => false
[1] instance of list => true
{a: 1} instance of context<a: number> => true
{a: "x"} instance of context<a: number> => false
{a: null} instance of context<a: string> => true
{a: {b: 1}} instance of context<a: context<b: string>> => false
null instance of function<>->Any => false
{} instance of context => true
[1..2] instance of range<number> => true
(function(a) a) instance of function<number> -> number => true
(function() 1) instance of function<> -> string => false
(function() {a: 1, b: 2}) instance of function<> -> context<a: number> => true
(function(a: context<x: string>) a) instance of function<context<x: string, y: string>> -> Any => true
(function(a: context<x: string, y: string>) a) instance of function<context<x: string>> -> Any => false
1 instance of unheard of => null
"""

RANGES = """
[1..3].start => 1
(1..3].start included => false
[1..3).end included => false
[1..3[.end included => false
]1..3].start included => false
(< 5).end => 5
(< 5) = (< 5) => true
3 in (< 5) => true
["a".."c"] = ["a".."c"] => true
[1.."a"] => null
[null..null] => null
"b" in ["a".."c"] => true
"""

TEMPORAL = """
@"2026-10-09" + @"P1D" => @"2026-10-10"
@"2026-01-31" + @"P1M" => @"2026-02-28"
@"2024-02-29" + @"P1Y" => @"2025-02-28"
@"2026-10-09" - @"2026-10-01" => @"P8D"
@"2026-10-09T10:00:00+08:00" - @"2026-10-09T01:00:00Z" => @"PT1H"
@"2026-10-09T10:00:00" + @"PT36H" => @"2026-10-10T22:00:00"
@"23:30:00" + @"PT1H" => @"00:30:00"
@"10:00:00" - @"09:15:00" => @"PT45M"
@"P1D" * 2.5 => @"P2DT12H"
@"P1D" / @"PT6H" => 4
@"P1Y" / 2 => @"P6M"
@"P1Y" + @"P1D" => null
@"2026-10-09" + 1 => null
-@"P1D" => @"-P1D"
@"2026-10-09".weekday => 5
@"2026-10-09T10:20:30.5+08:00".minute => 20
@"2026-10-09T10:20:30+08:00".time offset => @"PT8H"
@"2026-10-09T10:20:30@Asia/Shanghai".timezone => "Asia/Shanghai"
@"2026-10-09T10:20:30@Asia/Shanghai" = @"2026-10-09T02:20:30Z" => true
@"-P1DT2H3M4S".hours => -2
@"P14M".years => 1
@"P14M".months => 2
@"P14M".days => null
@"2026-03-28T12:00:00@Europe/Paris" + @"P1D" => @"2026-03-29T13:00:00@Europe/Paris"
"""

TABLES = {
    "literals": LITERALS,
    "arithmetic": ARITHMETIC,
    "comparison": COMPARISON,
    "logic": LOGIC,
    "membership": MEMBERSHIP,
    "control": CONTROL,
    "paths": PATHS,
    "names": NAMES,
    "functions": FUNCTIONS,
    "types": TYPES,
    "ranges": RANGES,
    "temporal": TEMPORAL,
}


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        pytest.param(*row, id=f"{name}: {row[0]}")
        for name, table in TABLES.items()
        for row in _rows(table)
    ],
)
def test_an_expression_gives_its_value(expression: str, expected: str) -> None:
    """Each expression gives what the standard says."""
    assert value_of(expected) == value_of(expression)


@pytest.mark.parametrize(
    ("expression", "sentence"),
    [
        ("unknown + 1", "no variable 'unknown' is known"),
        ('1 + "a"', "cannot add number and string"),
        ('1 < "a"', "cannot order number and string"),
        ("1 / 0", "a number cannot be divided by zero"),
        ("[1][5]", "the list has 1 items, none at 5"),
        ("{a: 1}.b", "context has no entry 'b'"),
        ('date("x")', "date: expected the text of a date, found 'x'"),
        ("substring(1)", "substring: expected (string, start position, length), found 1 arguments"),
    ],
    ids=["name", "sum", "order", "zero", "index", "entry", "date", "arguments"],
)  # fmt: skip
def test_what_makes_a_value_null_is_said(expression: str, sentence: str) -> None:
    """A null that comes from a mistake leaves a sentence in the warnings."""
    warnings: list[str] = []

    value = parse_expression(expression).evaluate({}, {}, warnings)

    assert value is None
    assert sentence in warnings


def test_host_functions_are_called_by_name() -> None:
    """`now`, `today` and working-time functions are the host's."""
    parsed = parse_expression('due("answer") + 1')

    assert parsed.evaluate({}, {"due": lambda key: len(str(key))}) == 7
    assert parsed.evaluate({}) is None


def test_a_variable_goes_before_a_function_of_its_name() -> None:
    """What the context holds wins over built-in and host functions."""
    assert parse_expression("count").evaluate({"count": 3}) == 3
    assert parse_expression("now").evaluate({"now": 3}, {"now": lambda: 4}) == 3


@pytest.mark.parametrize(
    ("expression", "names"),
    [
        ("a + b.c", {"a", "b"}),
        ('due("x") > limit', {"due", "limit"}),
        ("for i in xs return i + y", {"xs", "y"}),
        ("some x in xs satisfies x = z", {"xs", "z"}),
        ("{a: 1, b: a + c}", {"c"}),
        ("function(x) x + y", {"y"}),
        ("xs[item > limit]", {"xs", "limit"}),
        ("string length(full name)", {"string length", "full name"}),
    ],
)
def test_names_are_what_an_expression_takes_from_outside(expression: str, names: set[str]) -> None:
    """Free variables and called functions, and none that the expression binds itself."""
    assert names == parse_expression(expression).names


def test_names_with_operators_are_known_from_the_caller() -> None:
    """`profit/loss` is one name where the caller says so, two elsewhere."""
    text = "profit/loss"

    assert parse_expression(text, frozenset((text,))).evaluate({text: 7, "profit": 4}) == 7
    assert parse_expression(text).evaluate({"profit": 4, "loss": 2}) == 2
