//! The template's routes, written from the table in domain/src/route.rs.

use domain::route::{ALL, Function, Route};

use crate::failure::{Failure, Result};
use crate::install;
use crate::place::Place;

const BEGIN: &str = "  # BEGIN ROUTES (cargo desk routes)\n";
const END: &str = "  # END ROUTES\n";

pub fn write(place: &Place) -> Result<()> {
    let template = install::read(&place.template())?;
    install::write(&place.template(), &with_routes(&template)?)
}

pub fn check(place: &Place) -> Result<()> {
    let template = install::read(&place.template())?;
    if with_routes(&template)? == template {
        return Ok(());
    }
    Err(Failure::new(
        "infra/template.yaml doesn't have the routes of domain/src/route.rs: cargo desk routes",
    ))
}

fn with_routes(template: &str) -> Result<String> {
    let parts = template
        .split_once(BEGIN)
        .and_then(|(before, rest)| Some((before, rest.split_once(END)?.1)));
    let (before, after) = parts.ok_or_else(|| {
        Failure::new(format!(
            "infra/template.yaml has lost its lines {:?} and {:?}",
            BEGIN.trim(),
            END.trim()
        ))
    })?;
    Ok(format!("{before}{BEGIN}{}{END}{after}", resources()))
}

fn resources() -> String {
    let mut text = String::new();
    for function in Function::ALL {
        let routes: Vec<&Route> = ALL.iter().filter(|route| route.function == function).collect();
        if routes.is_empty() {
            continue;
        }
        text.push('\n');
        text.push_str(&integration(function));
        for route in routes {
            text.push_str(&resource(route));
        }
    }
    text.push('\n');
    text
}

fn integration(function: Function) -> String {
    let resource = function.resource();
    format!(
        "  {resource}Integration:
    Type: AWS::ApiGatewayV2::Integration
    Properties:
      ApiId: !Ref Api
      IntegrationType: AWS_PROXY
      IntegrationUri: !GetAtt {resource}.Arn
      PayloadFormatVersion: '2.0'
  {resource}MayBeCalled:
    Type: AWS::Lambda::Permission
    Properties:
      FunctionName: !Ref {resource}
      Action: lambda:InvokeFunction
      Principal: apigateway.amazonaws.com
      SourceArn: !Sub 'arn:${{AWS::Partition}}:execute-api:${{AWS::Region}}:${{AWS::AccountId}}:${{Api}}/*'
"
    )
}

fn resource(route: &Route) -> String {
    format!(
        "  {:?}Route:
    Type: AWS::ApiGatewayV2::Route
    Properties:
      ApiId: !Ref Api
      RouteKey: {} {}
      Target: !Sub 'integrations/${{{}Integration}}'
",
        route.name,
        route.method.name(),
        route.path,
        route.function.resource(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_route_is_written_once_and_old_ones_go() {
        let template = format!("Resources:\n{BEGIN}  Old: {{}}\n{END}Outputs:\n");

        let written = with_routes(&template).expect("both lines are there");

        assert!(!written.contains("Old"));
        for route in &ALL {
            let key = format!("RouteKey: {} {}\n", route.method.name(), route.path);
            assert_eq!(written.matches(&key).count(), 1, "{key}");
        }
        assert_eq!(with_routes(&written).expect("both lines are there still"), written);
    }

    #[test]
    fn a_template_without_the_lines_is_refused() {
        assert!(with_routes("Resources:\n").is_err());
    }
}
