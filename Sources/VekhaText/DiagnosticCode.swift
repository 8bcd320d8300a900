/// Every code, in groups: 01 text, 02 lines, 03 grammar, 04 names, 05 types, 06 the plan, 07 data, 08 journal,
/// 09 files, 10 lint, 11 tests. A code is never given a second meaning.
package enum DiagnosticCode: String, CaseIterable, Sendable {
  case unknownCharacter = "VK0101"
  case unclosedText = "VK0102"
  case notUTF8 = "VK0103"
  case decimalComma = "VK0104"
  case impossibleDate = "VK0105"
  case mixedScripts = "VK0106"
  case binaryFile = "VK0107"
  case lineTooLong = "VK0108"
  case numberTooLarge = "VK0109"

  case unknownStatement = "VK0201"
  case unexpectedDeeperLine = "VK0202"
  case unknownProperty = "VK0203"
  case propertyNotHere = "VK0204"
  case duplicateProperty = "VK0205"
  case statementNotHere = "VK0206"
  case missingColon = "VK0207"
  case unevenIndent = "VK0208"
  case notInThisVersion = "VK0209"
  case nestingTooDeep = "VK0210"

  case expected = "VK0301"
  case notUnderstood = "VK0302"
  case itemOrDay = "VK0303"
  case listUnderWithout = "VK0304"
  case dashForColon = "VK0305"
  case unclosedBracket = "VK0306"
  case unquotedText = "VK0307"
  case untilNumberOfUnits = "VK0308"
  case outsideOfEach = "VK0309"

  case unknownName = "VK0401"
  case ambiguousName = "VK0402"
  case duplicateName = "VK0403"
  case ambiguousPath = "VK0404"
  case noPath = "VK0405"
  case circularDefinition = "VK0406"
  case unknownModule = "VK0407"
  case numberNotWritten = "VK0408"
  case unknownItem = "VK0409"
  case undeclaredRole = "VK0410"
  case undeclaredAtTwoLevels = "VK0411"

  case typesDiffer = "VK0501"
  case setExpected = "VK0502"
  case notInTime = "VK0503"
  case unitsDiffer = "VK0504"
  case conditionExpected = "VK0505"
  case shareNeedsAmong = "VK0506"
  case unitNeeded = "VK0507"
  case recordExpected = "VK0508"
  case valueExpected = "VK0509"
  case asOfConstant = "VK0510"
  case asOfManyDays = "VK0511"
  case parameterNotConstant = "VK0512"
  case parameterType = "VK0513"
  case unusedParameter = "VK0514"
  case unknownFunction = "VK0515"
  case argumentCount = "VK0516"
  case argumentKind = "VK0517"
  case unusedFunction = "VK0518"
  case noOther = "VK0519"
  case neverPaused = "VK0520"
  case itemsDependOnItems = "VK0540"
  case groupsNeedCount = "VK0541"
  case nameInTable = "VK0542"
  case comparedPlanFaulty = "VK0543"
  case comparedIndicatorMissing = "VK0544"
  case timeInDefinition = "VK0545"

  case noPlan = "VK0601"
  case secondPlan = "VK0602"
  case planWithoutPeriod = "VK0603"
  case twoYearsFit = "VK0604"
  case periodReversed = "VK0605"
  case schoolYearNotConsecutive = "VK0606"
  case needsCircle = "VK0607"
  case unknownCalendar = "VK0608"
  case dayOutsideCalendarYear = "VK0609"
  case partOfMonthExpected = "VK0610"
  case schoolPartsOverlap = "VK0611"
  case schoolGap = "VK0612"
  case noSchoolYear = "VK0613"
  case noSchoolPart = "VK0614"
  case schoolPartOutsideYear = "VK0615"
  case calendarYearNotApproved = "VK0616"
  case noSuchDay = "VK0617"
  case shortYear = "VK0618"
  case monthByNumber = "VK0619"
  case calendarYears = "VK0620"
  case everyOtherOrIn = "VK0621"
  case relativeNotHere = "VK0622"
  case monthEnd = "VK0623"

  case periodsApart = "VK0630"
  case itemWithoutWindow = "VK0631"
  case unknownSchedule = "VK0632"
  case timesPerSpan = "VK0633"
  case onlyWithCadence = "VK0634"
  case cadenceWithoutCounts = "VK0635"
  case nothingExcluded = "VK0636"

  case dataFileMissing = "VK0701"
  case dataFileUnreadable = "VK0702"
  case columnMissing = "VK0703"
  case unreadableCell = "VK0704"
  case raggedRow = "VK0705"
  case duplicateKey = "VK0706"
  case danglingReference = "VK0707"
  case emptyDataFile = "VK0708"
  case badTitle = "VK0709"
  case unclosedQuote = "VK0710"
  case dataNotUTF8 = "VK0711"
  case missingKey = "VK0712"
  case outsideFolder = "VK0713"
  case unknownDataFormat = "VK0714"
  case dataWithoutFile = "VK0715"
  case periodEndsBeforeStart = "VK0716"
  case moduleColumnMissing = "VK0717"
  case valueNeverOccurs = "VK0718"
  case notSchoolPart = "VK0719"
  case encodingUnclear = "VK0720"
  case dataNotText = "VK0721"
  case beyondLimits = "VK0722"
  case notRecord = "VK0723"
  case impossibleDay = "VK0724"
  case spreadsheetError = "VK0725"
  case unusualWriting = "VK0726"
  case severalValues = "VK0727"
  case mixedLetters = "VK0728"
  case damagedNumber = "VK0729"
  case bytesAfterEnd = "VK0730"
  case lookAlikeValues = "VK0731"
  case repeatDiffers = "VK0732"
  case similarRecords = "VK0733"
  case unknownEncoding = "VK0734"
  case nearMiss = "VK0735"
  case nameAndContent = "VK0740"
  case unreadableFormat = "VK0741"
  case brokenFile = "VK0742"
  case partMissing = "VK0743"
  case partUnclear = "VK0744"
  case partNotHere = "VK0745"
  case formulaWithoutValue = "VK0746"
  case hiddenParts = "VK0748"
  case mergedValues = "VK0749"
  case timesDropped = "VK0750"
  case recordSetAside = "VK0751"
  case noFileFits = "VK0752"
  case constantUnknown = "VK0753"

  case journalLine = "VK0801"
  case journalItem = "VK0802"
  case twoMarks = "VK0804"
  case markOutsidePeriod = "VK0805"
  case journalRecord = "VK0806"
  case journalRecords = "VK0807"
  case journalField = "VK0808"
  case factsContradict = "VK0809"
  case factAgainstFile = "VK0810"
  case tornLine = "VK0811"
  case lineWithoutEnd = "VK0812"
  case nothingToRevoke = "VK0813"
  case factDeclaration = "VK0814"

  case sourceMissing = "VK0901"
  case sourceIsFolder = "VK0902"
  case sourceEmpty = "VK0903"
  case sourceUnreadable = "VK0904"

  case dueBeforeApproval = "VK1001"
  case dueOutsidePeriod = "VK1002"
  case noDoneCondition = "VK1003"
  case noResponsible = "VK1004"
  case severalResponsibles = "VK1005"
  case sameWorkTwice = "VK1006"
  case dueRefersToNothing = "VK1007"
  case noDeadline = "VK1008"
  case inclusiveUntil = "VK1009"
  case recurringWithoutPeriod = "VK1010"
  case openEndedWithoutAlarm = "VK1011"
  case noTarget = "VK1012"
  case responsibleWithoutPerson = "VK1013"
  case overloadedDate = "VK1014"
  case noDoneConditions = "VK1015"
  case dueOnDayOff = "VK1016"
  case monthAtTheEnd = "VK1017"

  case testLine = "VK1101"
  case givenColumn = "VK1102"
  case unknownLabel = "VK1103"
  case unknownRule = "VK1104"
  case unknownIndicator = "VK1105"
  case expectationDay = "VK1106"
  case testWithoutExpectations = "VK1107"

  /// The severity a fault of this kind has unless it is said otherwise.
  package var severity: Diagnostic.Severity {
    switch self {
    case .moduleColumnMissing, .markOutsidePeriod, .factAgainstFile, .tornLine, .lineWithoutEnd, .unreadableCell,
      .impossibleDay, .raggedRow, .duplicateKey,
      .danglingReference, .comparedPlanFaulty, .comparedIndicatorMissing, .schoolGap, .notSchoolPart,
      .badTitle, .missingKey, .periodEndsBeforeStart, .nameAndContent, .formulaWithoutValue, .recordSetAside,
      .constantUnknown, .spreadsheetError, .unusualWriting, .severalValues, .mixedLetters, .damagedNumber,
      .lookAlikeValues, .repeatDiffers, .nearMiss,
      .sameWorkTwice, .dueRefersToNothing, .severalResponsibles, .recurringWithoutPeriod,
      .openEndedWithoutAlarm, .unknownSchedule, .noDeadline, .noResponsible, .noTarget, .responsibleWithoutPerson:
      .warning
    case .inclusiveUntil, .overloadedDate, .valueNeverOccurs, .unusedParameter, .unusedFunction,
      .hiddenParts, .mergedValues, .timesDropped, .calendarYearNotApproved, .monthEnd, .dueOnDayOff, .monthAtTheEnd,
      .notRecord, .bytesAfterEnd, .similarRecords:
      .note
    default:
      .error
    }
  }

  /// Whether it says that a name or a way between names is not there.
  package var isOfNames: Bool {
    [.unknownName, .noPath, .setExpected, .valueExpected, .conditionExpected].contains(self)
  }

  /// Whether it tells of what is written in a cell of a table.
  package var isOfCell: Bool {
    switch self {
    case .unreadableCell, .impossibleDay, .spreadsheetError, .unusualWriting, .severalValues, .mixedLetters,
      .damagedNumber, .lookAlikeValues, .formulaWithoutValue:
      true
    default: false
    }
  }

  /// Whether it is said of data files and not of the plan.
  package var isOfData: Bool { rawValue.hasPrefix("VK07") }

  /// Whether the plan cannot be evaluated once this was found. Faults in the data and lint do not block.
  package var isBlocking: Bool {
    guard severity == .error else { return false }
    return !rawValue.hasPrefix("VK10") && self != .undeclaredRole && self != .impossibleDay
  }
}
