-- Records a new token. $id, $kind, $caller_id, $user_id, $project_id, $environment, $allow, $roles, $scope, $token_sha256, $created_at, $expires_at
INSERT INTO tokens
    (id, kind, caller_id, user_id, project_id, environment, allow, roles, scope, token_sha256, created_at, expires_at, state, state_at)
VALUES
    ($id, $kind, $caller_id, $user_id, $project_id, $environment, $allow, $roles, $scope, $token_sha256, $created_at, $expires_at,
     'active', $created_at);
