param name string
param amount int
param start string
param email string

resource budget 'Microsoft.Consumption/budgets@2023-11-01' = {
  name: name
  properties: {
    category: 'Cost'
    amount: amount
    timeGrain: 'Monthly'
    timePeriod: { startDate: start }
    notifications: {
      half: { enabled: true, operator: 'GreaterThan', threshold: 50, contactEmails: [email], thresholdType: 'Actual' }
      expected: { enabled: true, operator: 'GreaterThan', threshold: 100, contactEmails: [email], thresholdType: 'Forecasted' }
    }
  }
}
