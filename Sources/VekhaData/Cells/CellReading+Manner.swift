extension CellReading {
  /// A way to write a value that could be meant otherwise; said once a column. `rawValue` is a key of the catalogue.
  enum Manner: String, CaseIterable {
    case twoDigitYear = "written.twoDigitYear"
    /// Day, month and year between slashes; elsewhere the month comes first.
    case slashes = "written.slashes"
    case monthName = "written.monthName"
    /// Hyphens, commas or spaces between day, month and year.
    case otherMarks = "written.otherMarks"
    /// `20240903`.
    case compact = "written.compact"
    /// The number under which Excel keeps a day: `45538`.
    case serial = "written.serial"
    /// A time of day after the date, which is dropped.
    case time = "written.time"
    /// A dash for no value.
    case dash = "written.dash"
    /// `1.250`, which may be a thousand and more.
    case pointThousand = "written.pointThousand"
    /// `1.250.000`, `1,250.50`.
    case groups = "written.groups"
    /// `5 ч`, `1500 руб.`.
    case unit = "written.unit"
  }

  /// A hyphen, a dash or a minus alone.
  static func isDash(_ bytes: Bytes) -> Bool {
    if bytes.count == 1 { return bytes[0] == 0x2D }
    guard bytes.count == 3, bytes[0] == 0xE2 else { return false }
    return (bytes[1] == 0x80 && bytes[2] >= 0x90 && bytes[2] <= 0x95) || (bytes[1] == 0x88 && bytes[2] == 0x92)
  }
}
