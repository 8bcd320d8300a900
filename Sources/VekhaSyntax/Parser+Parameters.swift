extension Parser {
  /// `параметр предел (limit) = 3`: name, value, other names.
  mutating func parameterHeading() -> [Node] {
    let name = name()
    let aliases = aliases()
    guard take(.equal) else { return [name, expected(.text("="))] + aliases }
    return [name, value()] + aliases
  }

  /// A number with or without a unit, or the name of a parameter.
  mutating func numberOrName() -> Node { namedDuration() ?? number() }

  /// A length of time that has a name: «отсрочка: срок_приказа».
  mutating func namedDuration() -> Node? {
    guard isAtArgument || kind == .word && !matcher.isReserved(line, at) && !matcher.startsNumber(line, at) else {
      return nil
    }
    let start = at
    let named = node(.run, from: start, [name()])
    // «предела дней»: the name is of the number alone.
    guard let unit = unit(), unit != .percent else { return named }
    return node(.duration, from: start, terminal: unit, [named])
  }
}
