param location string
param token string
param tags object
param email string
param workspaceId string
param applicationInsightsId string

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'ag-fusion-${token}'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'fusion'
    enabled: true
    emailReceivers: [{ name: 'operator', emailAddress: email, useCommonAlertSchema: true }]
  }
}

resource poisoned 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = {
  name: 'poisoned-requests-${token}'
  location: location
  tags: tags
  properties: {
    displayName: 'A compute request was set aside'
    severity: 2
    enabled: true
    scopes: [workspaceId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    // A new workspace has the table only when the first log has arrived.
    skipQueryValidation: true
    criteria: {
      allOf: [
        {
          query: 'StorageQueueLogs | where OperationName == "PutMessage" and Uri contains "-poison"'
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 0
        }
      ]
    }
    actions: { actionGroups: [people.id] }
  }
}

resource failed 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = {
  name: 'failed-runs-${token}'
  location: location
  tags: tags
  properties: {
    displayName: 'A run failed'
    severity: 2
    enabled: true
    scopes: [applicationInsightsId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    criteria: {
      allOf: [
        {
          query: 'requests | where name has "RunExperiment" and success == false'
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 0
        }
      ]
    }
    actions: { actionGroups: [people.id] }
  }
}
